import { internal } from "../_generated/api.js";
import type { Doc, Id } from "../_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../_generated/server.js";
import type { ErrorCode } from "../contract/errors.js";
import { failUpdate, failVideo } from "./lifecycle.js";
import { hasEnded, type JobEvent, type JobKind, nextState } from "./stateMachine.js";
import { QUEUE_GRACE, REDISPATCH_DELAYS, REQUEUE_DELAYS } from "./times.js";

/** Attempts that are remembered, so that a worker which comes back late is told that it was superseded. */
const KEPT_ATTEMPTS = 20;

/** The attempt of this number. */
export async function findJob(ctx: QueryCtx, videoId: Id<"videos">, attempt: number): Promise<Doc<"jobs"> | null> {
  return await ctx.db
    .query("jobs")
    .withIndex("by_videoId_and_attempt", (index) => index.eq("videoId", videoId).eq("attempt", attempt))
    .unique();
}

/** What a new attempt inherits from the one before, and how long it waits before it starts (milliseconds). */
export interface Inheritance {
  delay: number;
  losses: number;
  refusals: number;
}

/** What an attempt is about. */
export function kindOf(job: Doc<"jobs">): JobKind {
  return job.kind ?? "analysis";
}

/** Queues the next attempt. The one before must have ended. */
export async function enqueue(
  ctx: MutationCtx,
  video: Doc<"videos">,
  kind: JobKind,
  { delay, ...counts }: Inheritance,
): Promise<void> {
  const now = Date.now();
  const attempt = video.attempt + 1;
  const jobId = await ctx.db.insert("jobs", {
    videoId: video._id,
    attempt,
    kind,
    state: "queued",
    sequence: -1,
    stage: "queue",
    progress: 0,
    ...counts,
    startedAt: now,
    leaseUntil: now + delay + QUEUE_GRACE,
  });
  const begun = kind === "analysis" ? { status: "processing" as const, error: undefined, dueAt: undefined } : {};
  await ctx.db.patch("videos", video._id, { ...begun, attempt });
  await ctx.scheduler.runAfter(delay, internal.jobs.dispatch, { jobId });
  const forgotten = await findJob(ctx, video._id, attempt - KEPT_ATTEMPTS);
  if (forgotten !== null) await ctx.db.delete("jobs", forgotten._id);
}

/**
 * Moves an attempt on and writes `fields` with the new state; ends its lease when it is over. False, and nothing
 * written, where the event changes nothing.
 */
export async function advance(
  ctx: MutationCtx,
  job: Doc<"jobs">,
  event: JobEvent,
  fields: Partial<Omit<Doc<"jobs">, "_id" | "_creationTime" | "state">> = {},
): Promise<boolean> {
  const state = nextState(job.state, event);
  if (state === undefined) return false;
  const lease = hasEnded(state) ? { leaseUntil: undefined, etaSeconds: undefined } : {};
  await ctx.db.patch("jobs", job._id, { ...fields, ...lease, state });
  return true;
}

/** Ends the newest attempt of a video, if it is still going on. */
export async function cancelCurrent(ctx: MutationCtx, video: Doc<"videos">): Promise<void> {
  const job = await findJob(ctx, video._id, video.attempt);
  if (job !== null) await advance(ctx, job, "cancel");
}

/** Ends an attempt, and with it the analysis or the update. */
export async function failJob(ctx: MutationCtx, job: Doc<"jobs">, code: ErrorCode, detail: string): Promise<boolean> {
  const repeat = hasEnded(job.state);
  if (!(await advance(ctx, job, "failure", repeat ? {} : { failure: { code, detail } }))) return false;
  const video = repeat ? null : await ctx.db.get("videos", job.videoId);
  if (video !== null) await fail(ctx, video, kindOf(job), code);
  return true;
}

async function fail(ctx: MutationCtx, video: Doc<"videos">, kind: JobKind, code: ErrorCode): Promise<void> {
  if (kind === "analysis") await failVideo(ctx, video, code);
  else await failUpdate(ctx, video, code);
}

/** The worker fell silent: queues another attempt, or fails the video or its update after the last. */
export async function loseJob(ctx: MutationCtx, job: Doc<"jobs">): Promise<void> {
  const detail = `no sign of life in stage ${job.stage} at ${Math.round(job.progress * 100)} %`;
  if (!(await advance(ctx, job, "expire", { failure: { code: "worker_lost", detail } }))) return;
  const losses = job.losses + 1;
  await requeueOrFail(ctx, job, "worker_lost", { delay: REQUEUE_DELAYS[job.losses], losses, refusals: 0 });
}

/** The worker did not take the request: queues another attempt, or fails the video or its update. */
export async function refuseJob(
  ctx: MutationCtx,
  job: Doc<"jobs">,
  { code, detail, mayPass }: { code: ErrorCode; detail: string; mayPass: boolean },
): Promise<void> {
  if (!(await advance(ctx, job, "refuse", { failure: { code, detail } }))) return;
  const delay = mayPass ? REDISPATCH_DELAYS[job.refusals] : undefined;
  await requeueOrFail(ctx, job, code, { delay, losses: job.losses, refusals: job.refusals + 1 });
}

async function requeueOrFail(
  ctx: MutationCtx,
  job: Doc<"jobs">,
  code: ErrorCode,
  { delay, ...counts }: Omit<Inheritance, "delay"> & { delay: number | undefined },
): Promise<void> {
  const video = await ctx.db.get("videos", job.videoId);
  if (video === null) return;
  if (delay === undefined) await fail(ctx, video, kindOf(job), code);
  else await enqueue(ctx, video, kindOf(job), { delay, ...counts });
}
