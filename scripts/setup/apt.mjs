import { existsSync } from "node:fs";
import { install } from "./install.mjs";

/** Whether this program may install Debian packages: it runs as root, and apt is there. */
export const hasApt = () => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/**
 * Installs Debian packages.
 *
 * @param {readonly string[]} packages
 */
export async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const what = `install ${packages.join(" and ")} by apt`;
  await install(what, "apt-get", ["update", "-q"], env);
  await install(what, "apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], env);
}
