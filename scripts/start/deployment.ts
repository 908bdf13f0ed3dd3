/** Runs the local deployment until it is told to end: one of the programs that `npm start` runs. */
import path from "node:path";
import { startDeployment } from "../../demo/local/deployment.js";
import { root } from "../setup/paths.mjs";
import { readyLine } from "./part.mjs";
import { readSettings } from "./settings.mjs";

const { ports, siteKey, workerUrl, workerAuth } = readSettings(process.env);
const deployment = await startDeployment({
  functions: path.join(root, "convex"),
  dataDir: path.join(root, ".local/deployment"),
  port: ports.DEPLOYMENT_PORT,
  sitePort: ports.SITE_PORT,
  env: {
    MODAL_ENDPOINT_URL: workerUrl,
    ...(workerAuth && { MODAL_KEY: workerAuth.key, MODAL_SECRET: workerAuth.secret }),
  },
  onFailure: (error) => {
    console.error(error.message);
    process.exit(1);
  },
});
process.once("SIGTERM", () => void deployment.close().finally(() => process.exit(0)));
await deployment.runInternal("sites:upsert", { key: siteKey, name: "Millbrook Badminton Club" });
console.log(readyLine);
