import path from "node:path";
import { root, venvPython } from "../setup/paths.mjs";

/** @typedef {import("./part.mjs").Part} Part */

/**
 * @param {string} file a TypeScript program
 * @param {boolean} watch whether it restarts when its sources change
 */
function typescript(file, watch) {
  const tsx = path.join(root, "node_modules/.bin/tsx");
  return watch
    ? { command: tsx, args: ["watch", "--clear-screen=false", file] }
    : { command: process.execPath, args: ["--import", "tsx", file] };
}

/**
 * The programs that make up the running stack, in the order in which they start.
 *
 * @param {import("./settings.mjs").Settings} settings
 * @param {{ watch: boolean }} options whether the deployment restarts when its sources change
 * @returns {Part[]}
 */
export function partsOf({ ports, ownDeployment, convexUrl, convexSiteUrl, workerUrl, workerAuth }, { watch }) {
  /** @type {Record<string, string>} */
  const auth = workerAuth ? { MODAL_KEY: workerAuth.key, MODAL_SECRET: workerAuth.secret } : {};
  /** @type {Part[]} */
  const parts = [];
  if (ownDeployment) {
    parts.push({
      name: "deployment",
      ...typescript("scripts/start/deployment.ts", watch),
      env: auth,
    });
  }
  if (workerAuth) {
    parts.push({
      name: "worker",
      command: venvPython,
      args: ["-m", "modal_app.local_worker", "--port", String(ports.WORKER_PORT)],
      env: { ...auth, CONVEX_URL: convexUrl, CONVEX_SITE_URL: convexSiteUrl },
      readyUrl: `${workerUrl}/health`,
    });
  }
  parts.push({ name: "pages", ...typescript("scripts/start/pages.ts", watch), env: {} });
  return parts;
}

/**
 * The ports that the stack opens, each with the setting that moves it.
 *
 * @param {import("./settings.mjs").Settings} settings
 */
export function portsOf({ ports, ownDeployment, workerAuth }) {
  return /** @type {[string, number][]} */ (Object.entries(ports)).filter(([name]) => {
    if (name === "DEPLOYMENT_PORT" || name === "SITE_PORT") return ownDeployment;
    return name !== "WORKER_PORT" || workerAuth !== null;
  });
}
