/** Serves the demo pages until it is told to end: one of the programs that `npm start` runs. */
import path from "node:path";
import { servePages } from "../../demo/pages.js";
import { root } from "../setup/paths.mjs";
import { readyLine } from "./part.mjs";
import { sampleFolder } from "./sample.mjs";
import { readSettings } from "./settings.mjs";

const settings = readSettings(process.env);
const pages = await servePages({
  port: settings.ports.PAGES_PORT,
  deploymentUrl: settings.convexUrl,
  siteKey: settings.siteKey,
  scriptFolder: path.join(root, "dist"),
  sampleFolder,
});
process.once("SIGTERM", () => void pages.close());
console.log(readyLine);
