/** How often and how long apart something is tried again. */
export interface RetryPlan {
  /** Tries in all. */
  readonly attempts: number;
  /** Wait before the second try, milliseconds; doubles with each. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** About two minutes of trouble in all: a lift, a tunnel, a router that restarts. */
export const UPLOAD_RETRIES: RetryPlan = { attempts: 8, firstDelayMs: 1_000, longestDelayMs: 30_000 };

/** The wait after `failures` failed tries (1 or more): between half of the step and the whole, so that many clients spread. */
export function backoffMs(plan: RetryPlan, failures: number, random: () => number): number {
  const step = Math.min(plan.longestDelayMs, plan.firstDelayMs * 2 ** (failures - 1));
  return step * (0.5 + random() / 2);
}

/** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", giveUp);
      resolve();
    }, ms);
    if (signal.aborted) {
      giveUp();
      return;
    }
    signal.addEventListener("abort", giveUp, { once: true });
  });
}

/** Resolves or rejects with `promise`, but rejects as soon as the signal aborts. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason as Error);
    if (signal.aborted) {
      giveUp();
    } else {
      signal.addEventListener("abort", giveUp, { once: true });
    }
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
