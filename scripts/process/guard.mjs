/**
 * Ends process groups whose owner has gone without ending them, `kill -9` included.
 *
 * The owner holds this program's standard input open and writes `+ID` and `-ID` lines as groups begin and end; the end of
 * the input means that the owner is gone.
 */
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { endGroups } from "./groups.mjs";

// A terminal's signals are meant for the owner, which this program outlives.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

/** @type {Set<number>} */
const groups = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const id = Number(line.slice(1));
  if (line.startsWith("+")) groups.add(id);
  else groups.delete(id);
}
await endGroups([...groups], wait);
process.exit(0);
