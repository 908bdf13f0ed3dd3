import * as z from "zod/mini";
import { CourtDetection } from "./court.js";
import { MAX_PLAYERS, MAX_SEGMENTS } from "./limits.js";
import { EndChange, MetricsGap, PlayerMetrics } from "./metrics.js";
import { Count, Fraction, PositiveCount, Seconds, TimeBase } from "./primitives.js";

/** One person who plays. Times are seconds from the start of the rendition. */
export const Player = z
  .strictObject({
    /** Identity in the frame data: 1 to 4, lowest first seen. */
    id: z.int().check(z.gte(1), z.lte(MAX_PLAYERS)),
    /** Frames in which a pose of this player was seen, repeated frames included. */
    framesSeen: PositiveCount,
    /** `framesSeen` as a share of all frames. */
    presence: Fraction,
    firstSeen: Seconds,
    lastSeen: Seconds,
    /** Mean confidence of the person detections. */
    confidence: Fraction,
    /** Probability that this was one and the same person throughout. */
    identity: z.optional(Fraction),
    /** Usual colour of the shirt, to know the player by: #rrggbb. */
    shirt: z.optional(z.string().check(z.regex(/^#[0-9a-f]{6}$/))),
    /** Absent where the player's place on a court was never known: `metricsGap` says why. */
    metrics: z.optional(PlayerMetrics),
  })
  .check(z.meta({ id: "Player" }));
export type Player = z.infer<typeof Player>;

/** One frame-data segment's place in the video; the data itself is a file (see segment.ts). */
export const SegmentInfo = z
  .strictObject({
    index: Count,
    /** Presentation time of the first frame, seconds. */
    start: Seconds,
    /** Presentation time at which the last frame ends, seconds. */
    end: Seconds,
    /** Number of the first frame in the whole video. */
    firstFrame: Count,
    frames: PositiveCount,
    /** Size of the compressed file, bytes. */
    bytes: PositiveCount,
  })
  .check(z.meta({ id: "SegmentInfo" }));
export type SegmentInfo = z.infer<typeof SegmentInfo>;

/** Something a viewer should know about a result that is otherwise sound. */
export const ResultNote = z
  .enum([
    "no_people",
    "variable_frame_rate",
    "repeated_frames",
    "rotated",
    /** No court in any view; or a guess only, which wants four clicks. */
    "no_court",
    "court_unsure",
    /** Corners of the court are outside the picture. */
    "partial_court",
    /** More than one court is in view; the one that is analysed is the most prominent. */
    "several_courts",
    "one_player",
    /** More people on the court than can play a match: the likeliest are shown. */
    "crowded_court",
    /** The camera was moved, or fell, during the recording. */
    "camera_moved",
    /** Parts show something else than play: close-ups, replays, other pictures. */
    "cutaways",
    /** A calibration names a view that a new analysis no longer has. */
    "calibration_unused",
    /** No shuttle was seen in flight, so there are no hits and rallies. */
    "no_shuttle",
    /** More than one shuttle flew at a time: feeding, or a court beside. */
    "several_shuttles",
    /** The shuttle was followed, but no rally was made out. */
    "no_rallies",
    /** A correction names a hit or a rally that a new analysis no longer has. */
    "correction_unused",
  ])
  .check(z.meta({ id: "ResultNote" }));
export type ResultNote = z.infer<typeof ResultNote>;

/** What the video's document says of it, for lists. */
export const EventsSummary = z
  .strictObject({
    rallies: Count,
    hits: Count,
    highlights: Count,
    /** Seconds in rallies. */
    playSeconds: Seconds,
    /** Share of the frames of rallies in which the shuttle was seen. */
    shuttleSeen: Fraction,
  })
  .check(z.meta({ id: "EventsSummary" }));
export type EventsSummary = z.infer<typeof EventsSummary>;

/** The summary of an analysis: small, kept in the video's document. Everything per frame is in the segments. */
export const Results = z
  .strictObject({
    /** Length of the rendition, seconds. */
    duration: Seconds,
    /** Mean number of frames a second, repeated frames included. */
    fps: z.number().check(z.positive()),
    totalFrames: PositiveCount,
    /** Frames that went through the pose model; the others repeat the frame before. */
    processedFrames: Count,
    /** Width and height of the rendition, pixels, upright; what frame coordinates are fractions of. */
    videoWidth: PositiveCount,
    videoHeight: PositiveCount,
    /** Time base of the rendition's presentation times. */
    timeBase: TimeBase,
    hasAudio: z.boolean(),
    players: z.array(Player).check(z.maxLength(MAX_PLAYERS)),
    segments: z.array(SegmentInfo).check(z.maxLength(MAX_SEGMENTS)),
    notes: z.array(ResultNote),
    courtDetection: z.optional(CourtDetection),
    /** When the players changed ends. */
    endChanges: z.optional(z.array(EndChange).check(z.maxLength(50))),
    /** Why no player has metrics. */
    metricsGap: z.optional(MetricsGap),
    /** What happened in the match; absent where the shuttle could not be followed. */
    events: z.optional(EventsSummary),
    /** Name of the pose model that was used. */
    poseModel: z.string().check(z.minLength(1), z.maxLength(100)),
  })
  .check(z.meta({ id: "Results" }));
export type Results = z.infer<typeof Results>;
