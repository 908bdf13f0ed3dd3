import { JOINTS } from "../../convex/contract/metrics.js";
import {
  KEYPOINTS,
  PATH_STATES,
  Segment,
  SHUTTLE_STATES,
  type SegmentPath,
  type SegmentShuttle,
  type SegmentTrack,
} from "../../convex/contract/segment.js";
import { contentOf, expectLengths, int16, int32, rises, SegmentError, uint16, uint8, unpack } from "./columns.js";

export { SegmentError };

/** The frame data of one player through a segment; `m` frames in which the player has a pose. */
export interface TrackData {
  /** Identity, 1 to 4. */
  readonly id: number;
  /** `m` offsets of frames into the segment, rising. */
  readonly frame: Uint16Array;
  /** `4 m`: left, top, right, bottom, in units of COORDINATE_SCALE per picture width or height. */
  readonly box: Int16Array;
  /** `m` confidences, 0 to CONFIDENCE_SCALE. */
  readonly boxConfidence: Uint8Array;
  /** `34 m`: x and y of each keypoint, units as in `box`. */
  readonly keypoints: Int16Array;
  /** `17 m` confidences, 0 to CONFIDENCE_SCALE. */
  readonly keypointConfidence: Uint8Array;
  /** `8 m`: degrees of each of JOINTS, or UNKNOWN_ANGLE. */
  readonly angles: Uint8Array;
}

/** One player's way over the floor through a segment; `k` frames in which the place is known. */
export interface PathData {
  /** Identity, 1 to 4. */
  readonly id: number;
  /** `k` offsets of frames into the segment, rising. */
  readonly frame: Uint16Array;
  /** `2 k`: x and y on the floor, in units of METRE_SCALE per metre. */
  readonly position: Int16Array;
  /** `k` speeds, units of METRE_SCALE per m/s. */
  readonly speed: Uint16Array;
  /** `k` indices into PATH_STATES, never that of "unknown". */
  readonly state: Uint8Array;
}

/** The shuttle through a segment; `k` frames in which its place in the picture is known. */
export interface ShuttleData {
  /** `k` offsets of frames into the segment, rising. */
  readonly frame: Uint16Array;
  /** `2 k`: x and y of its middle, units as in `TrackData.box`. */
  readonly position: Int16Array;
  /** `k` confidences, 0 to CONFIDENCE_SCALE. */
  readonly confidence: Uint8Array;
  /** `k` indices into SHUTTLE_STATES. */
  readonly state: Uint8Array;
  /** `3 k`: x, y and height in space, units of METRE_SCALE per metre, or UNKNOWN_METRES. */
  readonly space: Int16Array;
}

/** One decoded frame-data segment of `n` frames. */
export interface SegmentData {
  readonly index: number;
  /** Number of the first frame in the whole video. */
  readonly firstFrame: number;
  /** Seconds in one tick, as a fraction. */
  readonly timeBase: readonly [number, number];
  /** Presentation time of the first frame, ticks. */
  readonly startPts: number;
  /** `n` presentation times, ticks after `startPts`, strictly rising from 0. */
  readonly pts: Int32Array;
  /** `n` flags: 1 where the picture repeats the frame before. */
  readonly repeated: Uint8Array;
  readonly tracks: readonly TrackData[];
  readonly paths: readonly PathData[];
  /** `8 n`, or empty where the camera stands still: where each frame shows the corners of the view's picture, units as in `box`. */
  readonly motion: Int16Array;
  /** Undefined where it was not seen. */
  readonly shuttle: ShuttleData | undefined;
}

/** Numbers in a frame's motion: x and y of four corners. */
const MOTION_VALUES = 8;

/**
 * Reads a segment file.
 *
 * @throws SegmentError when the bytes are not a sound segment.
 */
export async function readSegment(file: Uint8Array<ArrayBuffer>): Promise<SegmentData> {
  return segmentOf(await unpack(file));
}

/**
 * Decodes the MessagePack map of a segment into typed arrays.
 *
 * @throws SegmentError when its shape, its version or the lengths of its columns are wrong.
 */
export function decodeSegment(bytes: Uint8Array): SegmentData {
  return segmentOf(contentOf(bytes));
}

function segmentOf(content: unknown): SegmentData {
  const parsed = Segment.safeParse(content);
  if (!parsed.success) throw new SegmentError("The frame data has another shape", { cause: parsed.error });
  const { index, firstFrame, timeBase, startPts, tracks, paths } = parsed.data;
  const pts = int32(parsed.data.pts);
  const repeated = uint8(parsed.data.repeated);
  const motion = int16(parsed.data.motion);
  const frames = pts.length;
  if (frames === 0) throw new SegmentError("The frame data holds no frame");
  expectLengths({
    repeated: [repeated, frames],
    motion: [motion, motion.length === 0 ? 0 : MOTION_VALUES * frames],
  });
  if (!rises(pts)) throw new SegmentError("The frame times do not rise");
  return {
    index,
    firstFrame,
    timeBase,
    startPts,
    pts,
    repeated,
    tracks: tracks.map((track) => decodeTrack(track, frames)),
    paths: paths.map((path) => decodePath(path, frames)),
    motion,
    shuttle: parsed.data.shuttle && decodeShuttle(parsed.data.shuttle, frames),
  };
}

function decodeTrack(track: SegmentTrack, frames: number): TrackData {
  const data = {
    id: track.id,
    frame: offsets(track.frame, frames),
    box: int16(track.box),
    boxConfidence: uint8(track.boxConfidence),
    keypoints: int16(track.keypoints),
    keypointConfidence: uint8(track.keypointConfidence),
    angles: uint8(track.angles),
  };
  const seen = data.frame.length;
  expectLengths({
    box: [data.box, 4 * seen],
    boxConfidence: [data.boxConfidence, seen],
    keypoints: [data.keypoints, 2 * KEYPOINTS.length * seen],
    keypointConfidence: [data.keypointConfidence, KEYPOINTS.length * seen],
    angles: [data.angles, JOINTS.length * seen],
  });
  return data;
}

function decodePath(path: SegmentPath, frames: number): PathData {
  const data = {
    id: path.id,
    frame: offsets(path.frame, frames),
    position: int16(path.position),
    speed: uint16(path.speed),
    state: uint8(path.state),
  };
  const known = data.frame.length;
  expectLengths({ position: [data.position, 2 * known], speed: [data.speed, known], state: [data.state, known] });
  if (data.state.some((state) => state === 0 || state >= PATH_STATES.length)) {
    throw new SegmentError("A path has a state that is none");
  }
  return data;
}

function decodeShuttle(shuttle: SegmentShuttle, frames: number): ShuttleData {
  const data = {
    frame: offsets(shuttle.frame, frames),
    position: int16(shuttle.position),
    confidence: uint8(shuttle.confidence),
    state: uint8(shuttle.state),
    space: int16(shuttle.space),
  };
  const known = data.frame.length;
  expectLengths({
    position: [data.position, 2 * known],
    confidence: [data.confidence, known],
    state: [data.state, known],
    space: [data.space, 3 * known],
  });
  if (data.state.some((state) => state >= SHUTTLE_STATES.length)) {
    throw new SegmentError("The shuttle has a state that is none");
  }
  return data;
}

function offsets(column: Uint8Array, frames: number): Uint16Array {
  const frame = uint16(column);
  if (!rises(frame) || (frame.at(-1) ?? 0) >= frames) throw new SegmentError("Frames are named that are not there");
  return frame;
}
