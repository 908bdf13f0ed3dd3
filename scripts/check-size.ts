/** Says how much of the built script a page loads first; fails above the budget. Run `npm run build` before. */
import path from "node:path";
import { describeLoad, firstLoad } from "./size/first-load.js";

const { fits, text } = describeLoad(await firstLoad(path.join(import.meta.dirname, "../dist/badminton-analyzer.js")));
console.log(text);
process.exitCode = fits ? 0 : 1;
