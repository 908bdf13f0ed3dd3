import { internal } from "../_generated/api.js";
import type { Doc, Id } from "../_generated/dataModel.js";
import type { ActionCtx, MutationCtx } from "../_generated/server.js";
import { MAX_PARTS } from "../contract/limits.js";
import { NO_EDITS } from "./edits.js";
import { findObservations, sourceParts } from "./files.js";
import { advance, failJob, kindOf, refuseJob } from "./jobs.js";
import { DISPATCH_TIMEOUT, INTERPRETATION_START_LEASE, QUEUE_GRACE, START_LEASE } from "./times.js";
import { hashToken, newToken } from "./tokens.js";
import type { DispatchOutcome, JobOrder } from "./validators.js";
import { requestJob } from "./worker.js";

/** Sends one attempt to the worker. The attempt's token exists here and at the worker only; the database has its hash. */
export async function dispatchJob(ctx: ActionCtx, jobId: Id<"jobs">): Promise<void> {
  const token = newToken();
  const order = await ctx.runMutation(internal.jobs.beginDispatch, { jobId, tokenHash: await hashToken(token) });
  if (order === null) return;
  const outcome = await requestJob(order, token);
  await ctx.runMutation(internal.jobs.endDispatch, { jobId, outcome });
}

/** Readies a queued attempt for the request; null where it is no longer wanted. */
export async function beginDispatch(
  ctx: MutationCtx,
  { jobId, tokenHash }: { jobId: Id<"jobs">; tokenHash: string },
): Promise<JobOrder | null> {
  const job = await ctx.db.get("jobs", jobId);
  if (job === null) return null;
  const leaseUntil = Date.now() + DISPATCH_TIMEOUT + QUEUE_GRACE;
  if (!(await advance(ctx, job, "dispatch", { tokenHash, leaseUntil }))) return null;
  const video = await ctx.db.get("videos", job.videoId);
  if (video === null) return null;
  const isAnalysis = kindOf(job) === "analysis";
  const order = await (isAnalysis ? analysisOrder : interpretationOrder)(ctx, video, job.attempt);
  if (order === null) {
    const code = isAnalysis ? "source_unavailable" : "observations_missing";
    await failJob(ctx, { ...job, state: "dispatching" }, code, "a file is not in storage");
  }
  return order;
}

interface Source {
  url: string;
  size: number;
  sha256: string;
}

/** A file of the ledger as the worker is told of it; null where it is not in storage. */
async function sourceOf(ctx: MutationCtx, { storageId, size, sha256 }: Doc<"files">): Promise<Source | null> {
  const url = await ctx.storage.getUrl(storageId);
  return url === null ? null : { url, size, sha256 };
}

async function analysisOrder(ctx: MutationCtx, video: Doc<"videos">, attempt: number): Promise<JobOrder | null> {
  const files = await sourceParts(ctx, video._id, MAX_PARTS);
  const parts: Source[] = [];
  for (const file of files) {
    const part = await sourceOf(ctx, file);
    if (part === null) return null;
    parts.push(part);
  }
  const [first] = parts;
  if (first === undefined) return null;
  const { _id: videoId, filename, size, edits = NO_EDITS } = video;
  return { kind: "analysis", videoId, attempt, videoUrl: first.url, filename, size, parts, edits };
}

async function interpretationOrder(ctx: MutationCtx, video: Doc<"videos">, attempt: number): Promise<JobOrder | null> {
  const { _id: videoId, edits = NO_EDITS } = video;
  const file = await findObservations(ctx, videoId);
  const observations = file && (await sourceOf(ctx, file));
  return observations && { kind: "interpretation", videoId, attempt, observations, edits };
}

/** Notes the worker's answer. It may come after the worker's first reports, or after the attempt's end. */
export async function endDispatch(
  ctx: MutationCtx,
  { jobId, outcome }: { jobId: Id<"jobs">; outcome: DispatchOutcome },
): Promise<void> {
  const job = await ctx.db.get("jobs", jobId);
  if (job === null) return;
  if (!outcome.accepted) await refuseJob(ctx, job, outcome);
  else if (job.state === "dispatching")
    await advance(ctx, job, "accept", {
      leaseUntil: Date.now() + (kindOf(job) === "analysis" ? START_LEASE : INTERPRETATION_START_LEASE),
    });
}
