import { readFile } from "node:fs/promises";
import path from "node:path";
import { install } from "./install.mjs";
import { root } from "./paths.mjs";

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 */

/** @typedef {{ packages: Record<string, LockedPackage> }} Lock */

/**
 * Whether node_modules holds just what the lock file asks for. Optional packages may be missing: they are for other
 * machines.
 *
 * @param {Lock} lock package-lock.json
 * @param {Lock} installed npm's own account of what it installed, node_modules/.package-lock.json
 */
export function isInstalled(lock, installed) {
  const { "": _project, ...wanted } = lock.packages;
  const matches = Object.entries(wanted).every(([name, { version, integrity, optional }]) => {
    const found = installed.packages[name];
    return found ? found.version === version && found.integrity === integrity : optional === true;
  });
  return matches && Object.keys(installed.packages).every((name) => name in wanted);
}

/**
 * @param {unknown} value
 * @returns {value is Lock}
 */
function isLock(value) {
  return typeof value === "object" && value !== null && "packages" in value && typeof value.packages === "object";
}

/**
 * @param {string} file
 * @returns {Promise<Lock | null>} null when it is missing or broken
 */
async function readLock(file) {
  try {
    /** @type {unknown} */
    const lock = JSON.parse(await readFile(path.join(root, file), "utf8"));
    return isLock(lock) ? lock : null;
  } catch {
    return null;
  }
}

/** Installs the locked npm packages, unless they are there already. */
export async function setUpNodeModules() {
  const lock = await readLock("package-lock.json");
  const installed = await readLock("node_modules/.package-lock.json");
  if (lock && installed && isInstalled(lock, installed)) return;
  console.log("Installing the npm packages (once):");
  await install("install the npm packages", "npm", ["ci", "--no-audit", "--no-fund"]);
}
