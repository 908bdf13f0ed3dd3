import type { Doc, Id } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { type ErrorCode, errors } from "../contract/errors.js";
import { releaseAll } from "./files.js";
import type { JobKind } from "./stateMachine.js";
import { SOURCE_RETENTION } from "./times.js";

/** Whether the analysis of a failed video may be asked for again. */
export function isRetryable(video: Doc<"videos">): boolean {
  if (video.status !== "failed" || video.error === undefined) return false;
  return errors[video.error].retryable && video.storageId !== undefined;
}

/** Ends the video with an error. Its files go at once, but for the source where a retry may help. One that has results keeps them. */
export async function failVideo(ctx: MutationCtx, video: Doc<"videos">, code: ErrorCode): Promise<void> {
  if (video.results !== undefined) {
    await failUpdate(ctx, video, code);
    return;
  }
  if (errors[code].retryable && video.storageId !== undefined) {
    const dueAt = Date.now() + SOURCE_RETENTION;
    await ctx.db.patch("videos", video._id, { status: "failed", error: code, dueAt });
    return;
  }
  await ctx.db.patch("videos", video._id, { status: "failed", error: code });
  await dropSource(ctx, video._id);
}

/** Ends an analysis, or the update of a completed video, well: the results follow the edits now. */
export async function completeVideo(ctx: MutationCtx, videoId: Id<"videos">, kind: JobKind): Promise<void> {
  const video = await ctx.db.get("videos", videoId);
  const first = kind === "analysis" ? { status: "completed" as const, completedAt: Date.now() } : {};
  await ctx.db.patch("videos", videoId, { ...first, appliedEdits: video?.edits, update: undefined });
}

/**
 * Ends the update of a completed video, or its new analysis, with an error; its results stay. Where trying again may help, the edits stay asked for. Where
 * it cannot, they are taken back to those that the results follow, so that they do not spoil the next edit too.
 */
export async function failUpdate(ctx: MutationCtx, video: Doc<"videos">, code: ErrorCode): Promise<void> {
  const edits = errors[code].retryable ? video.edits : video.appliedEdits;
  await ctx.db.patch("videos", video._id, { status: "completed", edits, update: code });
}

/** Deletes the files of a video that has no results. */
export async function dropSource(ctx: MutationCtx, videoId: Id<"videos">): Promise<void> {
  await ctx.db.patch("videos", videoId, { dueAt: undefined, storageId: undefined });
  await releaseAll(ctx, videoId);
}
