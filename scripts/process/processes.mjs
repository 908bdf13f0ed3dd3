/**
 * Child processes that cannot be left behind: each leads a process group of its own, which ends when the child ends, when
 * this program ends it, and, through a guard process, when this program itself is killed.
 */
import { spawn } from "node:child_process";
import { Socket } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endGroups, signalGroup } from "./groups.mjs";

const guardFile = path.join(path.dirname(fileURLToPath(import.meta.url)), "guard.mjs");

/**
 * @typedef {object} Exit
 * @property {number | null} code null when a signal ended it, or when it could not be started
 * @property {NodeJS.Signals | null} signal
 * @property {Error | null} error why it could not be started
 */

/**
 * @typedef {object} Child
 * @property {Promise<Exit>} exit settles once the child and all that it started are gone
 * @property {() => Promise<void>} end asks first
 * @property {() => Promise<void>} kill does not ask
 */

/**
 * @typedef {object} Options
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {((text: string) => void) | "inherit"} [output] both output streams, as they come
 */

/** @type {Set<number>} */
const running = new Set();

/** @type {import("node:stream").Writable | null} */
let guard = null;

function startGuard() {
  const child = spawn(process.execPath, [guardFile], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.unref();
  const { stdin } = child;
  // A guard that was killed leaves only the ordinary ways of ending.
  stdin.on("error", () => undefined);
  if (stdin instanceof Socket) stdin.unref();
  return stdin;
}

/**
 * Starts a program as the leader of a new process group.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Child}
 */
export function start(command, args, { cwd, env = process.env, output = "inherit" } = {}) {
  // The guard must be there first, or a kill in between would leave the child alone.
  const watch = (guard ??= startGuard());
  const sink = output === "inherit" ? "inherit" : "pipe";
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", sink, sink] });
  const id = child.pid;
  if (id !== undefined) {
    running.add(id);
    watch.write(`+${id}\n`);
  }
  if (typeof output === "function") {
    child.stdout?.setEncoding("utf8").on("data", output);
    child.stderr?.setEncoding("utf8").on("data", output);
  }

  /** @type {Promise<Exit>} */
  const exit = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error }));
    child.once("exit", (code, signal) => {
      // What a child leaves running would hold its output open: end it, and take the rest of the output.
      const gone = id === undefined ? Promise.resolve() : endGroups([id], wait);
      const closed = new Promise((done) => child.once("close", done));
      void Promise.all([gone, Promise.race([closed, gone.then(() => wait(1000, undefined, { ref: false }))])]).then(
        () => {
          if (id !== undefined) {
            running.delete(id);
            watch.write(`-${id}\n`);
          }
          resolve({ code, signal, error: null });
        },
      );
    });
  });

  return {
    exit,
    end: async () => {
      if (id !== undefined && running.has(id)) await endGroups([id], wait);
      await exit;
    },
    kill: async () => {
      if (id !== undefined && running.has(id)) signalGroup(id, "SIGKILL");
      await exit;
    },
  };
}

/**
 * Runs a program to its end and keeps what it prints.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Omit<Options, "output"> & { timeoutMs?: number, onOutput?: (text: string) => void }} [options]
 * @returns {Promise<Exit & { output: string, timedOut: boolean }>}
 */
export async function capture(command, args, { timeoutMs, onOutput, ...options } = {}) {
  let output = "";
  let timedOut = false;
  const child = start(command, args, {
    ...options,
    output: (text) => {
      output += text;
      onOutput?.(text);
    },
  });
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          void child.end();
        }, timeoutMs);
  const exit = await child.exit;
  clearTimeout(timer);
  return { ...exit, output, timedOut };
}

/** Ends everything that `start` and `capture` have running. */
export async function endAll() {
  await endGroups([...running], wait);
}

/** How often a program that npm runs looks whether npm is still there, in milliseconds. */
const parentPollMs = 500;

/**
 * Calls back once, at the first signal that asks this program to end, or when the npm that runs it is killed; what comes after
 * changes nothing, so that a Ctrl-C that arrives twice (from the terminal, and passed on by npm) still ends in order.
 *
 * @param {() => void} callback
 */
export function onEndSignal(callback) {
  let called = false;
  const end = () => {
    if (called) return;
    called = true;
    callback();
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, end);
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && end(), parentPollMs).unref();
}
