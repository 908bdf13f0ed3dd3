import * as z from "zod/mini";
import { Edits, PlayerName } from "./edits.js";
import { VideoError } from "./errors.js";
import { MAX_PARTS, MAX_PLAYERS } from "./limits.js";
import { Count, Fraction, HttpUrl, OpaqueId, PositiveCount, Seconds, Token } from "./primitives.js";
import { Results, SegmentInfo } from "./results.js";

/** Where a video stands. `uploading` and `cancelled` frame the four of the original design. */
export const VideoStatus = z.enum(["uploading", "uploaded", "processing", "completed", "failed", "cancelled"]);
export type VideoStatus = z.infer<typeof VideoStatus>;

/** What an analysis is doing, in the order in which it happens. */
export const Stage = z
  .enum(["queue", "download", "probe", "detect", "track", "encode", "publish"])
  .check(z.meta({ id: "Stage" }));
export type Stage = z.infer<typeof Stage>;

/** Answer of `videos.createVideo`. */
export const CreatedVideo = z.strictObject({
  videoId: OpaqueId,
  /** Lets whoever holds it watch, never change. */
  shareToken: Token,
  /** Bytes in each part but the last. */
  partSize: PositiveCount,
  parts: z.int().check(z.gte(1), z.lte(MAX_PARTS)),
});
export type CreatedVideo = z.infer<typeof CreatedVideo>;

/** Answer of the storage server to a part's POST. */
export const StoredFile = z.object({ storageId: OpaqueId });

/** A segment with the address of its data. */
export const SegmentLink = z.extend(SegmentInfo, { url: HttpUrl });
export type SegmentLink = z.infer<typeof SegmentLink>;

/** Answer of the live query `videos.getVideo`: all that a viewer may know. */
export const VideoView = z.strictObject({
  videoId: OpaqueId,
  /** What the asking person may do: an owner changes and deletes, a viewer watches. */
  access: z.enum(["owner", "viewer"]),
  /** For owners only. */
  shareToken: z.optional(Token),
  filename: z.string(),
  /** Size of the uploaded file, bytes, and how much of it has arrived. */
  size: PositiveCount,
  uploadedBytes: Count,
  status: VideoStatus,
  /** While `processing`. */
  stage: z.optional(Stage),
  /** Overall progress of the analysis; never goes back within one attempt. */
  progress: Fraction,
  /** Expected seconds to the end of the analysis, when it can be told. */
  etaSeconds: z.optional(Seconds),
  attempt: Count,
  /** When `failed`. */
  error: z.optional(VideoError),
  /** When `completed`, as are the addresses below. */
  results: z.optional(Results),
  renditionUrl: z.optional(HttpUrl),
  posterUrl: z.optional(HttpUrl),
  segments: z.optional(z.array(SegmentLink)),
  motionUrl: z.optional(HttpUrl),
  eventsUrl: z.optional(HttpUrl),
  /** When `completed`: what the owner typed. */
  names: z.optional(z.array(PlayerName).check(z.maxLength(MAX_PLAYERS))),
  /** When `completed`, for owners only: the edits as asked for. `update` says whether the results follow them. */
  edits: z.optional(Edits),
  /**
   * running: the results are being computed again, and come with the edits. An error that is retryable keeps the edits asked for, and
   * `videos.processVideo` tries again; after another one they are those from before. Absent when the results are up to date.
   */
  update: z.optional(z.union([z.literal("running"), VideoError])),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  completedAt: z.optional(z.number()),
});
export type VideoView = z.infer<typeof VideoView>;
