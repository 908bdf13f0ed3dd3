import type { Doc } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { Stage } from "../contract/video.js";
import { advance, failJob, findJob, kindOf } from "./jobs.js";
import { completeVideo } from "./lifecycle.js";
import { discardOutputs, discardResults, takeOutputs } from "./outputs.js";
import { hasEnded } from "./stateMachine.js";
import { HEARTBEAT_LEASE } from "./times.js";
import { sameHash } from "./tokens.js";
import type {
  CallbackOutcome,
  FailureCall,
  Refusal,
  ResultsCall,
  StatusCall,
  UploadUrlCall,
  UploadUrlOutcome,
} from "./validators.js";

const ACCEPTED = { accepted: true } as const;

/** The attempt that a worker speaks for, or null: no such attempt, or its token is another. */
async function authenticate(ctx: MutationCtx, call: UploadUrlCall): Promise<Doc<"jobs"> | null> {
  const videoId = ctx.db.normalizeId("videos", call.videoId);
  const job = videoId === null ? null : await findJob(ctx, videoId, call.attempt);
  return job?.tokenHash !== undefined && sameHash(job.tokenHash, call.tokenHash) ? job : null;
}

const UNAUTHORIZED: Refusal = { refused: "unauthorized" };

/** Why an attempt that is over takes no more calls. */
function refusal(job: Doc<"jobs">): Refusal {
  return { refused: job.state === "cancelled" ? "cancelled" : "superseded" };
}

/** Notes progress, which never goes back, and extends the lease. A late update only extends the lease. */
export async function takeStatus(ctx: MutationCtx, call: StatusCall): Promise<CallbackOutcome> {
  const job = await authenticate(ctx, call);
  if (job === null) return UNAUTHORIZED;
  const fields = {
    leaseUntil: Date.now() + HEARTBEAT_LEASE,
    ...(call.sequence > job.sequence ? forward(job, call) : {}),
  };
  return (await advance(ctx, job, "heartbeat", fields)) ? ACCEPTED : refusal(job);
}

function forward(job: Doc<"jobs">, call: StatusCall): Partial<Doc<"jobs">> {
  const order = Stage.options;
  return {
    sequence: call.sequence,
    stage: order.indexOf(call.stage) > order.indexOf(job.stage) ? call.stage : job.stage,
    progress: Math.max(job.progress, call.progress),
    etaSeconds: call.etaSeconds ?? undefined,
  };
}

/** An address to which the worker can send one output. */
export async function issueUploadUrl(ctx: MutationCtx, call: UploadUrlCall): Promise<UploadUrlOutcome> {
  const job = await authenticate(ctx, call);
  if (job === null) return UNAUTHORIZED;
  return hasEnded(job.state) ? refusal(job) : { uploadUrl: await ctx.storage.generateUploadUrl() };
}

/** Ends the attempt without a result, and deletes what it had stored. */
export async function takeFailure(ctx: MutationCtx, call: FailureCall): Promise<CallbackOutcome> {
  const job = await authenticate(ctx, call);
  if (job === null) return UNAUTHORIZED;
  await discardOutputs(ctx, job, call.outputs ?? []);
  return (await failJob(ctx, job, call.code, call.detail)) ? ACCEPTED : refusal(job);
}

/** Ends the attempt with a result. The outputs of an attempt that is over are deleted. */
export async function takeResults(ctx: MutationCtx, call: ResultsCall): Promise<CallbackOutcome> {
  const job = await authenticate(ctx, call);
  if (job === null) return UNAUTHORIZED;
  if (job.state === "succeeded") return ACCEPTED;
  if (hasEnded(job.state)) {
    await discardResults(ctx, job, call);
    return refusal(job);
  }
  if (!(await takeOutputs(ctx, job, call))) return { refused: "results_rejected" };
  await advance(ctx, job, "results", { stage: "publish", progress: 1 });
  await completeVideo(ctx, job.videoId, kindOf(job));
  return ACCEPTED;
}
