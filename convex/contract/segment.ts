import * as z from "zod/mini";
import { MAX_PLAYERS } from "./limits.js";
import { Count, TimeBase } from "./primitives.js";

/**
 * Frame data of one time span: gzip over one MessagePack map. Columns are `bin` values that hold typed arrays, little-endian and
 * tightly packed. docs/frame-data.md gives every byte.
 */

export const SEGMENT_VERSION = 2;

/** A coordinate is `round(fraction of the frame's width or height * COORDINATE_SCALE)` in an Int16: -2 to 2 frame sizes. */
export const COORDINATE_SCALE = 16384;

/** A confidence is `round(value * CONFIDENCE_SCALE)` in a Uint8. */
export const CONFIDENCE_SCALE = 255;

/** A place on the floor is `round(metres * METRE_SCALE)` in an Int16, a speed `round(m/s * METRE_SCALE)` in a Uint16. */
export const METRE_SCALE = 1000;

/** An angle that is not known. Others are whole degrees, 0 to 180. */
export const UNKNOWN_ANGLE = 255;

/** How a place is known; in the order of the numbers that stand for it. */
export const PATH_STATES = [
  /** Not at all; the numbers mean nothing. */
  "unknown",
  /** Feet were seen on the floor. */
  "seen",
  /** In the air: carried on from take-off to landing. */
  "airborne",
  /** Not seen, but bridged between the places before and after. */
  "bridged",
] as const;
export type PathState = (typeof PATH_STATES)[number];

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
    /** Uint8[8 m]: degrees of each of JOINTS (metrics.ts), or UNKNOWN_ANGLE. */
    angles: Column,
  })
  .check(z.meta({ id: "SegmentTrack" }));
export type SegmentTrack = z.infer<typeof SegmentTrack>;

/** One player's way over the floor; `k` frames in which the place is known. World frame of court.ts. */
export const SegmentPath = z
  .strictObject({
    id: z.int().check(z.gte(1), z.lte(MAX_PLAYERS)),
    /** Uint16[k]: offsets of the frames into the segment, rising. */
    frame: Column,
    /** Int16[2 k]: x and y. */
    position: Column,
    /** Uint16[k]. */
    speed: Column,
    /** Uint8[k]: index into PATH_STATES, never "unknown". */
    state: Column,
  })
  .check(z.meta({ id: "SegmentPath" }));
export type SegmentPath = z.infer<typeof SegmentPath>;

/** How a point of the shuttle is known; in the order of the numbers that stand for it. */
export const SHUTTLE_STATES = [
  /** In the picture at that place. */
  "seen",
  /** Not made out, but between two seen points of one flight. */
  "bridged",
] as const;
export type ShuttleState = (typeof SHUTTLE_STATES)[number];

/** A coordinate of the shuttle in space that is not known. */
export const UNKNOWN_METRES = -32768;

/** The shuttle in the segment; `k` frames in which its place is known. */
export const SegmentShuttle = z
  .strictObject({
    /** Uint16[k]: offsets of the frames into the segment, rising. */
    frame: Column,
    /** Int16[2 k]: x and y of its middle in the picture; coordinates as in `box`. */
    position: Column,
    /** Uint8[k]. */
    confidence: Column,
    /** Uint8[k]: index into SHUTTLE_STATES. */
    state: Column,
    /** Int16[3 k]: x, y and height in space, world frame of court.ts, or UNKNOWN_METRES. */
    space: Column,
  })
  .check(z.meta({ id: "SegmentShuttle" }));
export type SegmentShuttle = z.infer<typeof SegmentShuttle>;

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
    paths: z.array(SegmentPath).check(z.maxLength(MAX_PLAYERS)),
    /**
     * Int16[8 n], or empty where the camera stands still: where each frame shows the four corners (top-left, top-right, bottom-right, bottom-left) of
     * the picture for which its view's court is told; coordinates as in `box`.
     */
    motion: Column,
    /** Absent where it was not seen. */
    shuttle: z.optional(SegmentShuttle),
  })
  .check(z.meta({ id: "Segment" }));
export type Segment = z.infer<typeof Segment>;

/** Seconds between two samples of the motion file. */
export const MOTION_STEP = 0.2;

export const MOTION_VERSION = 1;

/** One player's way through the whole video; sample `i` is at `i * MOTION_STEP` seconds. */
export const MotionPath = z
  .strictObject({
    id: z.int().check(z.gte(1), z.lte(MAX_PLAYERS)),
    /** Int16[2 s]: x and y on the floor. */
    position: Column,
    /** Uint16[s]. */
    speed: Column,
    /** Uint8[s]: index into PATH_STATES. */
    state: Column,
  })
  .check(z.meta({ id: "MotionPath" }));
export type MotionPath = z.infer<typeof MotionPath>;

/** The motion file: everybody's way in one small file, packed like a segment. Charts and the court map read it whole. */
export const Motion = z
  .strictObject({
    version: z.literal(MOTION_VERSION),
    samples: Count,
    paths: z.array(MotionPath).check(z.maxLength(MAX_PLAYERS)),
  })
  .check(z.meta({ id: "Motion" }));
export type Motion = z.infer<typeof Motion>;
