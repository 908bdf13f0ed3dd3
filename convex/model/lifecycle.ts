import type { Doc, Id } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { type ErrorCode, errors } from "../contract/errors.js";
import { releaseAll } from "./files.js";
import { SOURCE_RETENTION } from "./times.js";

/** Whether the analysis of a failed video may be asked for again. */
export function isRetryable(video: Doc<"videos">): boolean {
  if (video.status !== "failed" || video.error === undefined) return false;
  return errors[video.error].retryable && video.storageId !== undefined;
}

/** Ends the video with an error. Its files go at once, but for the source where a retry may help. */
export async function failVideo(ctx: MutationCtx, video: Doc<"videos">, code: ErrorCode): Promise<void> {
  if (errors[code].retryable && video.storageId !== undefined) {
    const dueAt = Date.now() + SOURCE_RETENTION;
    await ctx.db.patch("videos", video._id, { status: "failed", error: code, dueAt });
    return;
  }
  await ctx.db.patch("videos", video._id, { status: "failed", error: code });
  await dropSource(ctx, video._id);
}

/** Deletes the files of a video that has no results. */
export async function dropSource(ctx: MutationCtx, videoId: Id<"videos">): Promise<void> {
  await ctx.db.patch("videos", videoId, { dueAt: undefined, storageId: undefined });
  await releaseAll(ctx, videoId);
}
