import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Output of set-up programs and of test runners, replaced by every run. */
export const logs = path.join(root, ".cache/logs");

/** The worker's Python environment. */
export const venv = path.join(root, ".venv");

/** The interpreter of the worker's environment. */
export const venvPython = path.join(venv, "bin/python");
