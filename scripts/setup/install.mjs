import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { capture } from "../process/processes.mjs";
import { logs, root } from "./paths.mjs";
import { Problem } from "./problem.mjs";

/**
 * The line of a failed program's output that most likely says why.
 *
 * @param {string} output
 */
export function reasonIn(output) {
  const lines = output
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.includes("complete log of this run"));
  const told = lines.filter((line) => /error|cannot|could not|unable|failed|not found/i.test(line));
  return (told[0] ?? lines.at(-1) ?? "it said nothing").replace(/[.:\s]+$/, "");
}

/**
 * Runs one program of the set-up; its output goes to a log file.
 *
 * @param {string} what what it does, in words that follow "could not"
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @throws {Problem} when it fails
 */
export async function install(what, command, args, env = process.env) {
  console.log(`  ${path.basename(command)} ${args.slice(0, 3).join(" ")} …`);
  const { code, error, output } = await capture(command, args, { cwd: root, env });
  await mkdir(logs, { recursive: true });
  const log = path.join(logs, "setup.log");
  await writeFile(log, output);
  if (code === 0) return;
  const reason = error?.message ?? reasonIn(output);
  throw new Problem(`Could not ${what}: ${reason} (the whole output is in ${path.relative(root, log)}).`);
}
