import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { start } from "../../../scripts/process/processes.mjs";
import { logs, root } from "../../../scripts/setup/paths.mjs";
import { until } from "./until.js";

/** A part of the stack, in a process of its own. */
export interface Program {
  /** Asks it to end. */
  end(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

export interface ProgramOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Answers once the program serves. */
  readonly readyUrl: string;
}

/** Starts a program and waits until it serves; what it prints is kept in `.cache/logs/`. */
export async function startProgram({ name, command, args, env, readyUrl }: ProgramOptions): Promise<Program> {
  await mkdir(logs, { recursive: true });
  const log = createWriteStream(path.join(logs, `e2e-${name}.log`), { flags: "a" });
  let printed = "";
  let ended = false;
  const child = start(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    output: (text) => {
      log.write(text);
      printed = (printed + text).slice(-4000);
    },
  });
  void child.exit.then(() => {
    ended = true;
    log.end();
  });
  await until(`the ${name} serves`, async () => {
    if (ended) throw new Error(`the ${name} ended at once:\n${printed}`);
    return fetch(readyUrl).then(
      () => true,
      () => false,
    );
  });
  return child;
}
