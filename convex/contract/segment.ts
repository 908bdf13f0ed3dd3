import * as z from "zod/mini";
import { MAX_PLAYERS } from "./limits.js";
import { Count, TimeBase } from "./primitives.js";

/**
 * Frame data of one time span: gzip over one MessagePack map. Columns are `bin` values that hold typed arrays, little-endian and
 * tightly packed. docs/frame-data.md gives every byte.
 */

export const SEGMENT_VERSION = 1;

/** A coordinate is `round(fraction of the frame's width or height * COORDINATE_SCALE)` in an Int16: -2 to 2 frame sizes. */
export const COORDINATE_SCALE = 16384;

/** A confidence is `round(value * CONFIDENCE_SCALE)` in a Uint8. */
export const CONFIDENCE_SCALE = 255;

/** The 17 keypoints of the COCO person model, in the order in which they are stored. */
export const KEYPOINTS = [
  "nose",
  "left_eye",
  "right_eye",
  "left_ear",
  "right_ear",
  "left_shoulder",
  "right_shoulder",
  "left_elbow",
  "right_elbow",
  "left_wrist",
  "right_wrist",
  "left_hip",
  "right_hip",
  "left_knee",
  "right_knee",
  "left_ankle",
  "right_ankle",
] as const;
export type Keypoint = (typeof KEYPOINTS)[number];

/** A column: raw little-endian bytes of a typed array. */
const Column = z.instanceof(Uint8Array).check(z.meta({ contentEncoding: "binary" }));

/** One player through the segment; `m` frames in which the player has a pose. */
export const SegmentTrack = z
  .strictObject({
    /** Identity, as in Results.players. */
    id: z.int().check(z.gte(1), z.lte(MAX_PLAYERS)),
    /** Uint16[m]: offsets of the frames into the segment, rising. */
    frame: Column,
    /** Int16[4 m]: left, top, right, bottom. */
    box: Column,
    /** Uint8[m]. */
    boxConfidence: Column,
    /** Int16[34 m]: x and y of each keypoint; meaningless where its confidence is 0. */
    keypoints: Column,
    /** Uint8[17 m]. */
    keypointConfidence: Column,
  })
  .check(z.meta({ id: "SegmentTrack" }));
export type SegmentTrack = z.infer<typeof SegmentTrack>;

/** The map as it is stored; `n` frames. */
export const Segment = z
  .strictObject({
    version: z.literal(SEGMENT_VERSION),
    index: Count,
    timeBase: TimeBase,
    /** Number of the segment's first frame in the whole video. */
    firstFrame: Count,
    /** Presentation time of the first frame, in ticks of the time base. */
    startPts: z.int(),
    /** Int32[n]: presentation times in ticks after startPts, rising from 0. */
    pts: Column,
    /** Uint8[n]: 1 where the picture repeats the frame before (its poses are carried over). */
    repeated: Column,
    tracks: z.array(SegmentTrack).check(z.maxLength(MAX_PLAYERS)),
  })
  .check(z.meta({ id: "Segment" }));
export type Segment = z.infer<typeof Segment>;
