// Convex functions see other timers than these: the engine replaces the global ones.
import { clearTimeout, setTimeout } from "node:timers";

/** Node fires longer timers at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls `ring` at a Unix time in milliseconds, however far away. Returns what cancels it. */
export function alarm(at: number, ring: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = at - Date.now();
    timer = left > LONGEST_MS ? setTimeout(wait, LONGEST_MS) : setTimeout(ring, Math.max(0, left));
  };
  wait();
  return () => clearTimeout(timer);
}
