import { internal } from "../_generated/api.js";
import type { Id } from "../_generated/dataModel.js";
import type { ActionCtx, MutationCtx } from "../_generated/server.js";
import type { Edits } from "../contract/edits.js";
import { MAX_PARTS } from "../contract/limits.js";
import { sourceParts } from "./files.js";
import { advance, failJob, refuseJob } from "./jobs.js";
import { DISPATCH_TIMEOUT, QUEUE_GRACE, START_LEASE } from "./times.js";
import { hashToken, newToken } from "./tokens.js";
import type { DispatchOutcome, ProcessOrder } from "./validators.js";
import { requestAnalysis } from "./worker.js";

const NO_EDITS: Edits = { calibrations: [], swaps: [] };

/** Sends one attempt to the worker. The attempt's token exists here and at the worker only; the database has its hash. */
export async function dispatchJob(ctx: ActionCtx, jobId: Id<"jobs">): Promise<void> {
  const token = newToken();
  const order = await ctx.runMutation(internal.jobs.beginDispatch, { jobId, tokenHash: await hashToken(token) });
  if (order === null) return;
  const outcome = await requestAnalysis(order, token);
  await ctx.runMutation(internal.jobs.endDispatch, { jobId, outcome });
}

/** Readies a queued attempt for the request; null where it is no longer wanted. */
export async function beginDispatch(
  ctx: MutationCtx,
  { jobId, tokenHash }: { jobId: Id<"jobs">; tokenHash: string },
): Promise<ProcessOrder | null> {
  const job = await ctx.db.get("jobs", jobId);
  if (job === null) return null;
  const leaseUntil = Date.now() + DISPATCH_TIMEOUT + QUEUE_GRACE;
  if (!(await advance(ctx, job, "dispatch", { tokenHash, leaseUntil }))) return null;
  const order = await processOrder(ctx, job);
  if (order === null)
    await failJob(ctx, { ...job, state: "dispatching" }, "source_unavailable", "a part is not in storage");
  return order;
}

async function processOrder(
  ctx: MutationCtx,
  { videoId, attempt }: { videoId: Id<"videos">; attempt: number },
): Promise<ProcessOrder | null> {
  const video = await ctx.db.get("videos", videoId);
  if (video === null) return null;
  const files = await sourceParts(ctx, videoId, MAX_PARTS);
  const parts: ProcessOrder["parts"] = [];
  for (const { storageId, size, sha256 } of files) {
    const url = await ctx.storage.getUrl(storageId);
    if (url === null) return null;
    parts.push({ url, size, sha256 });
  }
  const [first] = parts;
  if (first === undefined) return null;
  return { videoId, attempt, videoUrl: first.url, filename: video.filename, size: video.size, parts, edits: NO_EDITS };
}

/** Notes the worker's answer. It may come after the worker's first reports, or after the attempt's end. */
export async function endDispatch(
  ctx: MutationCtx,
  { jobId, outcome }: { jobId: Id<"jobs">; outcome: DispatchOutcome },
): Promise<void> {
  const job = await ctx.db.get("jobs", jobId);
  if (job === null) return;
  if (!outcome.accepted) await refuseJob(ctx, job, outcome);
  else if (job.state === "dispatching") await advance(ctx, job, "accept", { leaseUntil: Date.now() + START_LEASE });
}
