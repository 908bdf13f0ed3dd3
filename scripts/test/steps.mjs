import path from "node:path";
import { root, venvPython } from "../setup/paths.mjs";
import { readJunitReport, readVitestReport } from "./results.mjs";

/** Reports of the test runners; screenshots of the end-to-end tests lie beside them. */
export const reports = path.join(root, "artifacts/reports");

const unitProjects = ["contract", "convex", "local", "widget", "widget-browser"];

/**
 * One thing that `npm test` runs. A step without a report counts as one test.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} args
 * @property {{ file: string, read: (text: string) => import("./results.mjs").Result | null }} [report]
 */

/**
 * A program that came as an npm package.
 *
 * @param {string} name
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Step}
 */
const npmTool = (name, program, args) => ({ name, command: path.join(root, "node_modules/.bin", program), args });

/**
 * A module of the worker's environment.
 *
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Step}
 */
const pythonTool = (name, args) => ({ name, command: venvPython, args: ["-m", ...args] });

/**
 * @param {string} name
 * @param {readonly string[]} projects
 * @returns {Step}
 */
function vitest(name, projects) {
  const file = path.join(reports, `${name}.json`);
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return {
    ...npmTool(name, "vitest", [...args, ...projects.flatMap((project) => ["--project", project])]),
    report: { file, read: readVitestReport },
  };
}

/** @returns {Step} */
function pytest() {
  const file = path.join(reports, "pytest.xml");
  return { ...pythonTool("pytest", ["pytest", "-q", `--junitxml=${file}`]), report: { file, read: readJunitReport } };
}

/** Everything that `npm test` runs, in this order: the quick first, and the build before what drives the built script. */
export const steps = [
  npmTool("typecheck", "tsc", []),
  npmTool("eslint", "eslint", [".", "--max-warnings", "0"]),
  npmTool("prettier", "prettier", ["--check", "."]),
  pythonTool("ruff", ["ruff", "check", "modal_app"]),
  pythonTool("ruff-format", ["ruff", "format", "--check", "modal_app"]),
  pythonTool("mypy", ["mypy"]),
  npmTool("contract", "tsx", ["scripts/contract.ts", "--check"]),
  npmTool("build", "vite", ["build"]),
  npmTool("size", "tsx", ["scripts/check-size.ts"]),
  vitest("unit", unitProjects),
  pytest(),
  vitest("e2e", ["e2e"]),
];
