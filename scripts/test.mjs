/**
 * `npm test`: sets up what is missing, then runs every check and every test of the project, whatever fails on the way.
 * `npm test -- NAME…` runs the named steps only. The last line and the exit status are the sum over all of them.
 */
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { capture, endAll, onEndSignal } from "./process/processes.mjs";
import { setUpChromium } from "./setup/chromium.mjs";
import { root } from "./setup/paths.mjs";
import { Problem, runMain } from "./setup/problem.mjs";
import { setUp } from "./setup/setup.mjs";
import { closingLine, settle, single, sum } from "./test/results.mjs";
import { reports, steps } from "./test/steps.mjs";

/** No step takes a third of this on two cores; one that hangs must not hang the run. */
const stepLimitMs = 20 * 60_000;

let interrupted = false;

/** @param {readonly string[]} names */
function chooseSteps(names) {
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    throw new Problem(`There is no step "${unknown}": the steps are ${steps.map(({ name }) => name).join(", ")}.`);
  }
  return names.length === 0 ? steps : steps.filter(({ name }) => names.includes(name));
}

/**
 * @param {import("./test/steps.mjs").Step} step
 * @param {NodeJS.ProcessEnv} env
 */
async function runStep({ name, command, args, report }, env) {
  const began = Date.now();
  // Written as it comes: a run that is cut off has still told how far it got.
  const log = createWriteStream(path.join(reports, `${name}.log`));
  const { code, error, output, timedOut } = await capture(command, args, {
    cwd: root,
    env,
    timeoutMs: stepLimitMs,
    onOutput: (text) => log.write(text),
  });
  log.end();
  const endedWell = code === 0 && !timedOut;
  const result = report
    ? settle(name, await readFile(report.file, "utf8").then(report.read, () => null), endedWell)
    : single(name, endedWell);
  const seconds = Math.round((Date.now() - began) / 1000);
  if (result.failed.length > 0) {
    console.log(`\n----- ${name}: ${[command, ...args].join(" ")}\n${error?.message ?? output.trimEnd()}`);
    if (timedOut) console.log(`It was ended: it took longer than ${stepLimitMs / 60_000} minutes.`);
    console.log(`----- end of ${name}\n`);
  }
  const verdict = result.failed.length > 0 ? "FAILED" : "ok";
  console.log(`${verdict.padEnd(6)}  ${name.padEnd(12)} ${report ? closingLine(result) : ""} (${seconds} s)`);
  return result;
}

/**
 * @param {string} title
 * @param {readonly string[]} names
 */
function list(title, names) {
  if (names.length > 0) console.log(`\n${title}:\n${names.map((name) => `  ${name}`).join("\n")}`);
}

onEndSignal(() => {
  interrupted = true;
  void endAll();
});

await runMain(async () => {
  const chosen = chooseSteps(process.argv.slice(2));
  await setUp();
  const chromium = await setUpChromium();
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports, { recursive: true });
  const env = { ...process.env, CI: "true", NO_COLOR: "1", CHROMIUM_PATH: chromium };

  const results = [];
  for (const step of chosen) {
    const result = await runStep(step, env);
    if (interrupted) throw new Problem("The tests were interrupted.");
    results.push(result);
  }
  const total = sum(results);
  list("Skipped", total.skipped);
  list("Failed", total.failed);
  console.log(`\n${closingLine(total)}`);
  return total.failed.length === 0 ? 0 : 1;
});
