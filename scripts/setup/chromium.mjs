import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { aptInstall, hasApt } from "./apt.mjs";
import { Problem } from "./problem.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** @param {string} file */
async function isProgram(file) {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * The Chromium in the search path, if any.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | null>}
 */
export async function findChromium(env) {
  const folders = (env.PATH ?? "").split(path.delimiter).concat("/usr/bin");
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      if (await isProgram(file)) return file;
    }
  }
  return null;
}

/**
 * The Chromium that browser tests drive: the one in CHROMIUM_PATH, else the machine's own, installed where that is possible.
 *
 * @returns {Promise<string>} the program's path
 * @throws {Problem} when there is none
 */
export async function setUpChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined) {
    if (await isProgram(named)) return named;
    throw new Problem(`CHROMIUM_PATH=${named} is not a program.`);
  }
  const found = await findChromium(process.env);
  if (found) return found;
  if (hasApt()) {
    console.log("Installing Chromium (once):");
    await aptInstall(["chromium"]);
    const installed = await findChromium(process.env);
    if (installed) return installed;
  }
  throw new Problem(
    "The browser tests need Chromium: install it (on Debian: sudo apt-get install chromium), or name one in CHROMIUM_PATH.",
  );
}
