import { setUpNodeModules } from "./npm.mjs";
import { Problem } from "./problem.mjs";
import { setUpPython } from "./python.mjs";
import { parseVersion, supportsNode } from "./versions.mjs";

/**
 * Makes sure that this machine can run the project at all.
 *
 * @throws {Problem} when it cannot
 */
export function checkMachine() {
  if (process.platform === "win32") {
    throw new Problem("This runs on Linux and macOS; on Windows, use the Windows Subsystem for Linux.");
  }
  const version = parseVersion(process.version);
  if (!version || !supportsNode(version)) {
    throw new Problem(`Node 20.19 or newer, or 22.12 or newer, is needed, and this is ${process.version}.`);
  }
}

/** Everything that running the project takes; does next to nothing when it is there already. */
export async function setUp() {
  checkMachine();
  await setUpNodeModules();
  await setUpPython();
}
