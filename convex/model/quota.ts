import { HOUR, MINUTE, RateLimiter } from "@convex-dev/rate-limiter";
import { components } from "../_generated/api.js";
import type { Id } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { MAX_PARTS } from "../contract/limits.js";
import { failure } from "./failure.js";

/** Keys are what the server knows, never what a client claims: a token is free to make up. */
const limiter = new RateLimiter(components.rateLimiter, {
  /** By site: a club's whole training group may send at once. */
  createVideo: { kind: "token bucket", rate: 120, period: HOUR, capacity: 60 },
  /** By video: every part, and some of them again. */
  uploadUrl: { kind: "token bucket", rate: MAX_PARTS, period: MINUTE, capacity: 2 * MAX_PARTS },
  /** By video: an analysis is what costs. */
  processVideo: { kind: "token bucket", rate: 12, period: HOUR, capacity: 6 },
  /** By video: a name, a calibration, a swap, and each of them taken back. */
  edit: { kind: "token bucket", rate: 240, period: HOUR, capacity: 60 },
  /** By video: a hit or a rally that is corrected; a match has thousands. */
  correct: { kind: "token bucket", rate: 1200, period: HOUR, capacity: 300 },
  /** By site: results that are computed again, which takes a worker's seconds. */
  update: { kind: "token bucket", rate: 1200, period: HOUR, capacity: 300 },
  /** By site: they are kept until somebody deletes them. */
  saveCalibration: { kind: "token bucket", rate: 60, period: HOUR, capacity: 30 },
});

type Limit = "createVideo" | "uploadUrl" | "processVideo" | "edit" | "correct" | "update" | "saveCalibration";

/** Counts one use against a limit. Throws `rate_limited` with the time to wait. */
export async function countUse(ctx: MutationCtx, limit: Limit, key: Id<"sites"> | Id<"videos">): Promise<void> {
  const { ok, retryAfter } = await limiter.limit(ctx, limit, { key });
  if (!ok) throw failure("rate_limited", { retryAfterMs: Math.ceil(retryAfter) });
}
