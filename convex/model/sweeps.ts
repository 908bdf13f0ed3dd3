import { internal } from "../_generated/api.js";
import type { Id } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { discard, findClaim } from "./files.js";
import { loseJob } from "./jobs.js";
import { dropSource, failVideo } from "./lifecycle.js";
import { ORPHAN_AGE } from "./times.js";

/**
 * What one transaction looks at; a full batch schedules the next at once. Each video may have a hundred files deleted with
 * it, at two reads a file, and Convex ends a transaction after 4096 reads.
 */
const BATCH = 15;

/** Takes attempts whose lease has run out for lost. */
export async function sweepJobs(ctx: MutationCtx): Promise<void> {
  const now = Date.now();
  const stalled = await ctx.db
    .query("jobs")
    .withIndex("by_leaseUntil", (index) => index.gt("leaseUntil", 0).lt("leaseUntil", now))
    .take(BATCH);
  for (const job of stalled) await loseJob(ctx, job);
  if (stalled.length === BATCH) await ctx.scheduler.runAfter(0, internal.jobs.sweep, {});
}

/** Gives up uploads that stopped, and deletes sources that were kept for a retry long enough. */
export async function sweepVideos(ctx: MutationCtx): Promise<void> {
  const now = Date.now();
  const due = await ctx.db
    .query("videos")
    .withIndex("by_dueAt", (index) => index.gt("dueAt", 0).lt("dueAt", now))
    .take(BATCH);
  for (const video of due) {
    if (video.status === "failed") await dropSource(ctx, video._id);
    else await failVideo(ctx, video, "upload_abandoned");
  }
  if (due.length === BATCH) await ctx.scheduler.runAfter(0, internal.videos.sweep, {});
}

/** Where a sweep for orphans stands: `cursor` in the files stored before `until`. */
export interface OrphanSweep {
  until: number;
  cursor: string | null;
}

/** Begins a sweep over the files that have become old enough since the last one. */
export async function beginOrphanSweep(ctx: MutationCtx): Promise<void> {
  await sweepOrphans(ctx, { until: Date.now() - ORPHAN_AGE, cursor: null });
}

/**
 * Deletes stored files that are not in the ledger, one batch a transaction. A file in the ledger leaves it together with
 * the file itself, so what was looked at once is never looked at again.
 */
export async function sweepOrphans(ctx: MutationCtx, { until, cursor }: OrphanSweep): Promise<void> {
  const last = await ctx.db.query("sweeps").first();
  const { page, isDone, continueCursor } = await ctx.db.system
    .query("_storage")
    .withIndex("by_creation_time", (index) => index.gte("_creationTime", last?.until ?? 0).lt("_creationTime", until))
    .paginate({ numItems: BATCH, cursor });
  for (const { _id } of page) await discardOrphan(ctx, _id);
  if (!isDone) await ctx.scheduler.runAfter(0, internal.files.sweepOrphans, { until, cursor: continueCursor });
  else if (last === null) await ctx.db.insert("sweeps", { until });
  else await ctx.db.patch("sweeps", last._id, { until: Math.max(last.until, until) });
}

async function discardOrphan(ctx: MutationCtx, storageId: Id<"_storage">): Promise<void> {
  if ((await findClaim(ctx, storageId)) === null) await discard(ctx, storageId);
}
