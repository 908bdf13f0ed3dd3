import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { capture } from "../process/processes.mjs";
import { aptInstall, hasApt } from "./apt.mjs";
import { install } from "./install.mjs";
import { uvEnvironment } from "./pip-config.mjs";
import { root, venv, venvPython } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { parseVersion, supportsPython } from "./versions.mjs";

/** What an interpreter says of itself; `venv` is whether it can make environments that have pip. */
const question =
  "import importlib.util as u, platform; " +
  "print(platform.python_version(), all(u.find_spec(m) for m in ('venv', 'ensurepip')))";

/** Newest first among those that the lock file is tried with, then whatever is there. */
const names = ["python3.12", "python3.11", "python3.13", "python3", "python"];

const howToGetPython = "install it (on Debian: apt-get install python3 python3-venv), or name one in PYTHON";

/** @typedef {{ command: string, version: import("./versions.mjs").Version, text: string, venv: boolean }} Interpreter */

/**
 * Reads an interpreter's answer to `question`.
 *
 * @param {string} command
 * @param {string} answer
 * @returns {Interpreter | null} null when it is not one
 */
export function parseInterpreter(command, answer) {
  const match = /^(\d+\.\d+\S*) (True|False)\s*$/.exec(answer);
  const version = match && parseVersion(answer);
  return version ? { command, version, text: match[1] ?? "", venv: match[2] === "True" } : null;
}

/**
 * Chooses the Python to make the environment with; `chosen` is the one that the user named, if any.
 *
 * @param {readonly Interpreter[]} found in the order of preference
 * @param {string | undefined} chosen
 * @returns {Interpreter}
 * @throws {Problem} when none of them will do
 */
export function choosePython(found, chosen) {
  const fitting = found.filter(({ version }) => supportsPython(version));
  const best = fitting.find(({ venv }) => venv) ?? fitting[0];
  if (best) return best;
  const other = found[0];
  if (chosen !== undefined) {
    const finding = other ? `is Python ${other.text}` : "does not start";
    throw new Problem(`Python 3.11 or newer is needed, and PYTHON=${chosen} ${finding}: name another one, or none.`);
  }
  const finding = other ? `only ${other.text} was found` : "none was found";
  throw new Problem(`Python 3.11 or newer is needed, and ${finding}: ${howToGetPython}.`);
}

/** @param {string} command */
async function ask(command) {
  const { output } = await capture(command, ["-c", question]);
  return parseInterpreter(command, output);
}

/** @param {string | undefined} chosen */
async function findPython(chosen) {
  const found = [];
  for (const command of chosen === undefined ? names : [chosen]) found.push(await ask(command));
  return choosePython(
    found.filter((interpreter) => interpreter !== null),
    chosen,
  );
}

async function makeEnvironment() {
  let python = await findPython(process.env.PYTHON);
  if (!python.venv && hasApt()) {
    await aptInstall([`python${python.version.join(".")}-venv`]);
    python = await findPython(process.env.PYTHON);
  }
  if (!python.venv) {
    const named = `python${python.version.join(".")}-venv`;
    throw new Problem(
      `${python.command} cannot make environments: install its venv (on Debian: apt-get install ${named}).`,
    );
  }
  await install("make the Python environment", python.command, ["-m", "venv", "--clear", venv]);
}

/** Makes the worker's Python environment and installs its locked packages, unless that is done already. */
export async function setUpPython() {
  const stampFile = path.join(venv, ".installed");
  const locks = await Promise.all(
    ["requirements.lock", "scripts/setup/uv.lock"].map((file) => readFile(path.join(root, file))),
  );
  const wanted = locks.reduce((hash, lock) => hash.update(lock), createHash("sha256")).digest("hex");

  const here = existsSync(venvPython) ? await ask(venvPython) : null;
  const usable = here?.venv === true && supportsPython(here.version);
  const stamp = `${wanted} ${here?.text ?? ""}\n`;
  if (usable && existsSync(stampFile) && (await readFile(stampFile, "utf8")) === stamp) return;

  console.log("Installing the Python packages (once; about 3 GB to download):");
  if (!usable || !(await hasPip())) await makeEnvironment();
  const pip = ["-m", "pip", "--disable-pip-version-check"];
  const what = "install the Python packages";
  await install(what, venvPython, [...pip, "install", "-q", "--require-hashes", "-r", "scripts/setup/uv.lock"]);
  const config = await capture(venvPython, [...pip, "config", "list"], { cwd: root });
  await install(
    what,
    venvPython,
    ["-m", "uv", "pip", "sync", "--python", venvPython, "--require-hashes", "requirements.lock"],
    { ...uvEnvironment(config.output), ...process.env },
  );
  const made = await ask(venvPython);
  await writeFile(stampFile, `${wanted} ${made?.text ?? ""}\n`);
}

async function hasPip() {
  const { code } = await capture(venvPython, ["-m", "pip", "--version"]);
  return code === 0;
}
