import type { Doc } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { MAX_VIDEO_BYTES, PART_BYTES } from "../contract/limits.js";
import { isSupportedVideo } from "../contract/mediaTypes.js";
import { Token } from "../contract/primitives.js";
import type { CreatedVideo } from "../contract/video.js";
import { failure } from "./failure.js";
import { displayName } from "./filename.js";
import { claim, findUnclaimed, release } from "./files.js";
import { countUse } from "./quota.js";
import { UPLOAD_IDLE, SOURCE_RETENTION } from "./times.js";
import { deriveShareToken, hashToken } from "./tokens.js";

export interface NewVideo {
  ownerToken: string;
  filename: string;
  /** Bytes. */
  size: number;
  contentType: string;
}

/** Starts an upload. Throws what is wrong with the file, or `rate_limited`. */
export async function startUpload(ctx: MutationCtx, site: Doc<"sites">, file: NewVideo): Promise<CreatedVideo> {
  checkFile(file, Math.min(site.maxBytes, MAX_VIDEO_BYTES));
  await countUse(ctx, "createVideo", site._id);
  const now = Date.now();
  const videoId = await ctx.db.insert("videos", {
    siteId: site._id,
    ownerTokenHash: await hashToken(file.ownerToken),
    shareTokenHash: "",
    filename: displayName(file.filename),
    contentType: file.contentType.slice(0, 100),
    size: file.size,
    partSize: PART_BYTES,
    uploadedBytes: 0,
    status: "uploading",
    attempt: 0,
    createdAt: now,
    dueAt: now + UPLOAD_IDLE,
  });
  const shareToken = await deriveShareToken(file.ownerToken, videoId);
  await ctx.db.patch("videos", videoId, { shareTokenHash: await hashToken(shareToken) });
  return { videoId, shareToken, partSize: PART_BYTES, parts: Math.ceil(file.size / PART_BYTES) };
}

function checkFile(file: NewVideo, maxBytes: number): void {
  if (!Token.safeParse(file.ownerToken).success || !Number.isSafeInteger(file.size)) throw failure("invalid_request");
  if (file.size <= 0) throw failure("file_empty");
  if (file.size > maxBytes) throw failure("file_too_large");
  if (!isSupportedVideo(file.filename, file.contentType)) throw failure("file_type_unsupported");
}

/** Bytes that part `index` of a video must have. Throws `invalid_request` where there is no such part. */
function partLength(video: Doc<"videos">, index: number): number {
  const start = index * video.partSize;
  if (!Number.isSafeInteger(index) || index < 0 || start >= video.size) throw failure("invalid_request");
  return Math.min(video.partSize, video.size - start);
}

/** An address to which part `index` can be sent. */
export async function partUploadUrl(ctx: MutationCtx, video: Doc<"videos">, index: number): Promise<string> {
  if (video.status !== "uploading") throw failure("invalid_state");
  partLength(video, index);
  await countUse(ctx, "uploadUrl", video._id);
  return await ctx.storage.generateUploadUrl();
}

export interface SentPart {
  index: number;
  storageId: string;
  /** Lower-case hexadecimal, of the bytes that were read from the visitor's file. */
  sha256: string;
}

/** Takes a stored file as a part of the video, after the size and digest that storage measured. May be repeated. */
export async function acceptPart(ctx: MutationCtx, video: Doc<"videos">, part: SentPart): Promise<void> {
  const length = partLength(video, part.index);
  const known = await findPart(ctx, video, part.index);
  if (known !== null && known.storageId === part.storageId) return;
  if (video.status !== "uploading") throw failure("invalid_state");
  const file = await findUnclaimed(ctx, part.storageId);
  if (file?.size !== length || file.sha256 !== part.sha256) throw failure("upload_part_invalid");
  if (known !== null) await release(ctx, known);
  await claim(ctx, file, { videoId: video._id, role: "part", index: part.index, attempt: 0 });
  await countPart(ctx, video, known === null ? length : 0);
}

async function findPart(ctx: MutationCtx, video: Doc<"videos">, index: number): Promise<Doc<"files"> | null> {
  return await ctx.db
    .query("files")
    .withIndex("by_videoId_and_role_and_index", (range) =>
      range.eq("videoId", video._id).eq("role", "part").eq("index", index),
    )
    .unique();
}

async function countPart(ctx: MutationCtx, video: Doc<"videos">, bytes: number): Promise<void> {
  const uploadedBytes = video.uploadedBytes + bytes;
  if (uploadedBytes < video.size) {
    await ctx.db.patch("videos", video._id, { uploadedBytes, dueAt: Date.now() + UPLOAD_IDLE });
    return;
  }
  const first = await findPart(ctx, video, 0);
  if (first === null) throw failure("internal_error");
  await ctx.db.patch("videos", video._id, {
    uploadedBytes,
    status: "uploaded",
    storageId: first.storageId,
    dueAt: Date.now() + SOURCE_RETENTION,
  });
}
