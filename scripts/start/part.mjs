import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { start } from "../process/processes.mjs";
import { logs, root } from "../setup/paths.mjs";
import { Problem } from "../setup/problem.mjs";

/** Loading a model for the first time on a slow machine takes a minute. */
const readyLimitMs = 180_000;

/** What a part prints, on a line of its own, once it serves; parts that cannot have a `readyUrl` instead. */
export const readyLine = "ready";

/**
 * One program of the running stack.
 *
 * @typedef {object} Part
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} args
 * @property {Record<string, string>} env
 * @property {string} [readyUrl] answers with success once the part serves; without it, the part prints `readyLine`
 */

/** @param {string} url */
async function answers(url) {
  return fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/**
 * Starts a part; what it prints goes to a log file of its own.
 *
 * @param {Part} part
 * @param {{ echo: boolean }} options whether what it prints is shown as well
 * @returns {Promise<{ ended: Promise<Problem> }>} settles once the part serves; `ended` once it ends by itself
 * @throws {Problem} when it does not come to serve
 */
export async function startPart({ name, command, args, env, readyUrl }, { echo }) {
  await mkdir(logs, { recursive: true });
  const log = path.join(logs, `${name}.log`);
  const file = createWriteStream(log);
  const state = { over: false, serves: false, tail: "" };
  const child = start(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    output: (text) => {
      file.write(text);
      if (echo) process.stdout.write(text);
      state.tail = (state.tail + text).slice(-2000);
      state.serves ||= state.tail.split("\n").includes(readyLine);
    },
  });

  const where = path.relative(root, log);
  const ended = child.exit.then(({ code, signal, error }) => {
    state.over = true;
    file.end();
    const said = state.tail.split("\n").findLast((line) => /error|cannot|in use/i.test(line));
    const how = error?.message ?? `${signal ?? `status ${code ?? 0}`}${said ? `, saying "${said.trim()}"` : ""}`;
    return new Problem(`The ${name} ended by itself (${how}), so everything was ended: its output is in ${where}.`);
  });

  const began = Date.now();
  while (!(readyUrl ? await answers(readyUrl) : state.serves)) {
    if (state.over) throw await ended;
    if (Date.now() - began > readyLimitMs) {
      const minutes = readyLimitMs / 60_000;
      throw new Problem(`The ${name} did not start within ${minutes} minutes: its output is in ${where}.`);
    }
    await wait(100);
  }
  return { ended };
}
