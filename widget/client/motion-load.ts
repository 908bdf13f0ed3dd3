import { readMotion, type MotionData } from "./motion.js";
import { wait, type RetryPlan, backoffMs } from "./retry.js";

/** A quarter of a minute of trouble; after it the visitor can ask for another try. */
const RETRIES: RetryPlan = { attempts: 4, firstDelayMs: 1_000, longestDelayMs: 8_000 };

/**
 * Fetches the motion file of a video.
 *
 * @throws whatever the last try ended with, and the signal's reason.
 */
export async function loadMotion(url: string, signal: AbortSignal, retries = RETRIES): Promise<MotionData> {
  for (let failures = 1; ; failures++) {
    try {
      const response = await fetch(url, { signal });
      if (!response.ok) throw new Error(`Motion file: ${response.status}`);
      return await readMotion(new Uint8Array(await response.arrayBuffer()));
    } catch (error) {
      if (signal.aborted || failures === retries.attempts) throw error;
      await wait(backoffMs(retries, failures, Math.random), signal);
    }
  }
}
