/** Says how much of the built script a page loads when; fails above a budget. Run `npm run build` before. */
import path from "node:path";
import { measureLoads } from "./size/load.js";

const loads = await measureLoads(path.join(import.meta.dirname, "../dist"));
for (const { text } of loads) {
  console.log(text);
}
process.exitCode = loads.every(({ fits }) => fits) ? 0 : 1;
