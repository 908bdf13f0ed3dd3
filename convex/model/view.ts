import type { Infer } from "convex/values";
import type { Doc, Id } from "../_generated/dataModel.js";
import type { QueryCtx } from "../_generated/server.js";
import { videoError } from "../contract/errors.js";
import type { VideoView } from "../contract/video.js";
import { NO_EDITS } from "./edits.js";
import { findJob } from "./jobs.js";
import { isRetryable } from "./lifecycle.js";
import { deriveShareToken } from "./tokens.js";
import type { vVideoView } from "./validators.js";

type View = Infer<typeof vVideoView>;

/** All that a viewer may know of a video. */
export async function videoView(
  ctx: QueryCtx,
  video: Doc<"videos">,
  access: VideoView["access"],
  ownerToken: string | undefined,
): Promise<View> {
  const shared = access === "owner" && ownerToken !== undefined;
  return {
    videoId: video._id,
    access,
    ...(shared && { shareToken: await deriveShareToken(ownerToken, video._id) }),
    filename: video.filename,
    size: video.size,
    uploadedBytes: video.uploadedBytes,
    status: video.status,
    ...(await progress(ctx, video)),
    attempt: video.attempt,
    ...(video.status === "failed" && video.error !== undefined && { error: errorView(video, video.error) }),
    ...(video.status === "completed" && (await outcome(ctx, video))),
    ...(video.status === "completed" && access === "owner" && editing(video)),
    createdAt: video.createdAt,
    ...(video.completedAt !== undefined && { completedAt: video.completedAt }),
  };
}

async function progress(ctx: QueryCtx, video: Doc<"videos">): Promise<Pick<View, "stage" | "progress" | "etaSeconds">> {
  if (video.status === "completed") return { progress: 1 };
  const job = await findJob(ctx, video._id, video.attempt);
  if (job === null) return { progress: 0 };
  if (video.status !== "processing") return { progress: job.progress };
  return {
    stage: job.stage,
    progress: job.progress,
    ...(job.etaSeconds !== undefined && { etaSeconds: job.etaSeconds }),
  };
}

/** An error whose source is no longer there cannot be mended by a retry. */
function errorView(video: Doc<"videos">, code: NonNullable<Doc<"videos">["error"]>): View["error"] {
  return { ...videoError(code), retryable: isRetryable(video) };
}

async function outcome(
  ctx: QueryCtx,
  video: Doc<"videos">,
): Promise<Pick<View, "results" | "renditionUrl" | "posterUrl" | "segments" | "motionUrl" | "eventsUrl" | "names">> {
  const {
    results,
    processedVideoStorageId,
    posterStorageId,
    segmentStorageIds,
    motionStorageId,
    eventsStorageId,
    names,
  } = video;
  if (!results || !processedVideoStorageId || !posterStorageId || !segmentStorageIds) {
    throw new Error("a completed video has its outputs");
  }
  const segments = await Promise.all(
    results.segments.map(async (info, index) => ({ ...info, url: await fileUrl(ctx, segmentStorageIds[index]) })),
  );
  return {
    results,
    renditionUrl: await fileUrl(ctx, processedVideoStorageId),
    posterUrl: await fileUrl(ctx, posterStorageId),
    segments,
    ...(motionStorageId && { motionUrl: await fileUrl(ctx, motionStorageId) }),
    ...(eventsStorageId && { eventsUrl: await fileUrl(ctx, eventsStorageId) }),
    ...(names && { names }),
  };
}

/** What the owner asked for beyond the machine's answer, and how far the results follow it. */
function editing({ edits, update }: Doc<"videos">): Pick<View, "edits" | "update"> {
  const state = update === undefined || update === "running" ? update : videoError(update);
  return { edits: edits ?? NO_EDITS, ...(state !== undefined && { update: state }) };
}

async function fileUrl(ctx: QueryCtx, storageId: Id<"_storage"> | undefined): Promise<string> {
  const url = storageId === undefined ? null : await ctx.storage.getUrl(storageId);
  if (url === null) throw new Error("a file of the ledger is not in storage");
  return url;
}
