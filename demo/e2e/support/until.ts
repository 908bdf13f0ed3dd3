import { setTimeout as wait } from "node:timers/promises";

/**
 * Waits for a condition: calls `look` until it answers something other than undefined or false.
 *
 * @param what said in the error when it does not come in time
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = 60_000,
): Promise<T> {
  const began = Date.now();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (Date.now() - began > limitMs) {
      throw new Error(`waited ${limitMs / 1000} s in vain: ${what}`);
    }
    await wait(100);
  }
}
