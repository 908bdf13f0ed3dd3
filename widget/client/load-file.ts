import { backoffMs, wait, type RetryPlan } from "./retry.js";

/** A quarter of a minute of trouble; after it the visitor can ask for another try. */
const RETRIES: RetryPlan = { attempts: 4, firstDelayMs: 1_000, longestDelayMs: 8_000 };

/**
 * Fetches a file that is read whole.
 *
 * @param read - Makes of its bytes what they stand for, or throws.
 * @throws whatever the last try ended with, and the signal's reason.
 */
export async function loadFile<Data>(
  url: string,
  read: (file: Uint8Array<ArrayBuffer>) => Promise<Data>,
  signal: AbortSignal,
  retries = RETRIES,
): Promise<Data> {
  for (let failures = 1; ; failures++) {
    try {
      const response = await fetch(url, { signal });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      return await read(new Uint8Array(await response.arrayBuffer()));
    } catch (error) {
      if (signal.aborted || failures === retries.attempts) throw error;
      await wait(backoffMs(retries, failures, Math.random), signal);
    }
  }
}
