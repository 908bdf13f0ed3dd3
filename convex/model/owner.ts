import type { Doc } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { failure } from "./failure.js";
import { releaseAll } from "./files.js";
import { cancelCurrent, enqueue } from "./jobs.js";
import { dropSource, isRetryable } from "./lifecycle.js";
import { countUse } from "./quota.js";
import { cancelUpdate, isUpdateRetryable, retryUpdate } from "./updates.js";

/** Attempts that one transaction deletes; no video has more. */
const MAX_JOBS = 100;

/**
 * Asks for the analysis, also after a failure that a retry may mend, be it of an update; with `again` also where there are results, which a better
 * worker may better. While one is under way nothing happens.
 */
export async function startAnalysis(ctx: MutationCtx, video: Doc<"videos">, again: boolean): Promise<void> {
  if (video.status === "processing" || video.update === "running") return;
  const wanted = again || isUpdateRetryable(video);
  if (!again && (await retryUpdate(ctx, video))) return;
  const mayRepeat = wanted && video.status === "completed" && video.storageId !== undefined;
  if (video.status !== "uploaded" && !isRetryable(video) && !mayRepeat) throw failure("invalid_state");
  await countUse(ctx, "processVideo", video._id);
  await enqueue(ctx, video, "analysis", { delay: 0, losses: 0, refusals: 0 });
}

/** Stops whatever is under way, and deletes what had arrived; results that there are stay. May be repeated. */
export async function cancelVideo(ctx: MutationCtx, video: Doc<"videos">): Promise<void> {
  if (video.status === "cancelled" || (await cancelUpdate(ctx, video))) return;
  if (video.status === "completed" || video.status === "failed") throw failure("invalid_state");
  await cancelCurrent(ctx, video);
  await ctx.db.patch("videos", video._id, { status: "cancelled" });
  await dropSource(ctx, video._id);
}

/** Forgets the video: its attempts, its files, itself. */
export async function deleteVideo(ctx: MutationCtx, video: Doc<"videos">): Promise<void> {
  const jobs = await ctx.db
    .query("jobs")
    .withIndex("by_videoId_and_attempt", (index) => index.eq("videoId", video._id))
    .take(MAX_JOBS);
  for (const job of jobs) await ctx.db.delete("jobs", job._id);
  await ctx.db.delete("videos", video._id);
  await releaseAll(ctx, video._id);
}
