import { randomBytes } from "node:crypto";
import { Problem } from "../setup/problem.mjs";

/** Where each part of the stack listens unless the environment says otherwise. */
const defaultPorts = {
  DEPLOYMENT_PORT: 3210,
  SITE_PORT: 3211,
  WORKER_PORT: 8787,
  PAGES_PORT: 5173,
};

/** @typedef {keyof typeof defaultPorts} PortName */

/**
 * How `npm start` runs.
 *
 * @typedef {object} Settings
 * @property {Record<PortName, number>} ports
 * @property {boolean} ownDeployment whether the local deployment is started; else CONVEX_URL names a running one
 * @property {string} convexUrl
 * @property {string} convexSiteUrl where the deployment's HTTP actions are
 * @property {string} workerUrl
 * @property {string} pagesUrl
 * @property {string} siteKey the demo site's
 * @property {{ key: string, secret: string } | null} workerAuth what Convex shows to the worker; null leaves the worker out,
 *   as a deployment that runs elsewhere has its own
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {PortName} name
 */
function readPort(env, name) {
  const text = env[name];
  if (text === undefined) return defaultPorts[name];
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Problem(`${name}=${text} is not a port: give a number from 1 to 65535.`);
  return port;
}

/**
 * @param {string} name
 * @param {string} text
 */
function readUrl(name, text) {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Problem(`${name}=${text} is not an address: give one such as https://happy-otter-123.convex.cloud.`);
  }
  return text.replace(/\/+$/, "");
}

/**
 * Where a Convex deployment serves its HTTP actions, by Convex's own conventions: another domain in the cloud, the next
 * port elsewhere.
 *
 * @param {string} convexUrl
 */
export function siteUrlOf(convexUrl) {
  const url = new URL(convexUrl);
  if (url.hostname.endsWith(".convex.cloud")) url.hostname = url.hostname.replace(/cloud$/, "site");
  else url.port = String(Number(url.port || (url.protocol === "https:" ? 443 : 80)) + 1);
  return url.origin;
}

/** @param {NodeJS.ProcessEnv} env */
function readWorkerAuth(env) {
  if (env.MODAL_KEY && env.MODAL_SECRET) return { key: env.MODAL_KEY, secret: env.MODAL_SECRET };
  if (env.CONVEX_URL) return null;
  return { key: randomBytes(16).toString("hex"), secret: randomBytes(32).toString("hex") };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Settings}
 * @throws {Problem} when a setting makes no sense
 */
export function readSettings(env) {
  const names = /** @type {PortName[]} */ (Object.keys(defaultPorts));
  const ports = /** @type {Record<PortName, number>} */ (
    Object.fromEntries(names.map((name) => [name, readPort(env, name)]))
  );
  for (const [index, name] of names.entries()) {
    const twin = names.slice(0, index).find((other) => ports[other] === ports[name]);
    if (twin) throw new Problem(`${twin} and ${name} are both ${ports[name]}: give each its own port.`);
  }
  const local = (/** @type {PortName} */ name) => `http://127.0.0.1:${ports[name]}`;
  const ownDeployment = !env.CONVEX_URL;
  const convexUrl = env.CONVEX_URL ? readUrl("CONVEX_URL", env.CONVEX_URL) : local("DEPLOYMENT_PORT");
  const elsewhere = env.CONVEX_SITE_URL ? readUrl("CONVEX_SITE_URL", env.CONVEX_SITE_URL) : siteUrlOf(convexUrl);
  return {
    ports,
    ownDeployment,
    convexUrl,
    convexSiteUrl: ownDeployment ? local("SITE_PORT") : elsewhere,
    workerUrl: local("WORKER_PORT"),
    pagesUrl: local("PAGES_PORT"),
    siteKey: env.SITE_KEY ?? "demo",
    workerAuth: readWorkerAuth(env),
  };
}
