/** The local deployment in a process of its own, so that a test can kill it. */
import path from "node:path";
import { root } from "../../../scripts/setup/paths.mjs";
import { startDeployment } from "../../local/deployment.js";

const {
  DEPLOYMENT_PORT,
  SITE_PORT,
  DATA_FOLDER = "",
  SITE_KEY = "",
  MODAL_ENDPOINT_URL = "",
  MODAL_KEY = "",
  MODAL_SECRET = "",
} = process.env;

const deployment = await startDeployment({
  functions: path.join(root, "convex"),
  dataDir: DATA_FOLDER,
  port: Number(DEPLOYMENT_PORT),
  sitePort: Number(SITE_PORT),
  env: { MODAL_ENDPOINT_URL, MODAL_KEY, MODAL_SECRET },
});
await deployment.runInternal("sites:upsert", { key: SITE_KEY, name: "Millbrook Badminton Club" });
process.once("SIGTERM", () => void deployment.close().then(() => process.exit(0)));
