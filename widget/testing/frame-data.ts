import { encode } from "@msgpack/msgpack";
import type { MotionData } from "../client/motion.js";
import type { PathData, SegmentData, ShuttleData, TrackData } from "../client/segments.js";
import { JOINTS } from "../../convex/contract/metrics.js";
import {
  CONFIDENCE_SCALE,
  COORDINATE_SCALE,
  KEYPOINTS,
  METRE_SCALE,
  MOTION_VERSION,
  PATH_STATES,
  SEGMENT_VERSION,
  SHUTTLE_STATES,
  UNKNOWN_ANGLE,
  UNKNOWN_METRES,
  type Motion,
  type PathState,
  type Segment,
  type ShuttleState,
} from "../../convex/contract/segment.js";

/** Ticks of 1/1000 s. */
const TIME_BASE: [number, number] = [1, 1000];

/** A player at one place: a box 0.1 wide and 0.2 tall whose ankles meet in the middle of its lower edge. */
export interface Standing {
  /** Offset of the frame into the segment. */
  readonly frame: number;
  /** Middle of the lower edge, fractions of the picture. */
  readonly x: number;
  readonly y: number;
}

/** The track of a player who stands where `places` say, every keypoint in the middle of the box's lower edge. */
export function track(id: number, places: readonly Standing[]): TrackData {
  const quantised = (values: number[]) => Int16Array.from(values, (value) => Math.round(value * COORDINATE_SCALE));
  return {
    id,
    frame: Uint16Array.from(places, ({ frame }) => frame),
    box: quantised(places.flatMap(({ x, y }) => [x - 0.05, y - 0.2, x + 0.05, y])),
    boxConfidence: new Uint8Array(places.length).fill(255),
    keypoints: quantised(places.flatMap(({ x, y }) => KEYPOINTS.flatMap(() => [x, y]))),
    keypointConfidence: new Uint8Array(places.length * KEYPOINTS.length).fill(255),
    angles: new Uint8Array(places.length * JOINTS.length).fill(UNKNOWN_ANGLE),
  };
}

/** A player's place on the floor, metres. */
export interface OnFloor {
  readonly x: number;
  readonly y: number;
  /** m/s; 0 unless told. */
  readonly speed?: number;
  /** "seen" unless told. */
  readonly state?: PathState;
}

const floorColumns = (places: readonly OnFloor[]) => ({
  position: Int16Array.from(places.flatMap(({ x, y }) => [Math.round(x * METRE_SCALE), Math.round(y * METRE_SCALE)])),
  speed: Uint16Array.from(places, ({ speed = 0 }) => Math.round(speed * METRE_SCALE)),
  state: Uint8Array.from(places, ({ state = "seen" }) => PATH_STATES.indexOf(state)),
});

/** The way of a player who is at these places in these frames. */
export function path(id: number, places: readonly (OnFloor & { readonly frame: number })[]): PathData {
  return { id, frame: Uint16Array.from(places, ({ frame }) => frame), ...floorColumns(places) };
}

/** The ways of players through a whole video, a place for each sample; undefined where it is not known. */
export function motionOf(ways: Readonly<Record<number, readonly (OnFloor | undefined)[]>>): MotionData {
  const unknown: OnFloor = { x: 0, y: 0, state: "unknown" };
  return {
    samples: Math.max(0, ...Object.values(ways).map(({ length }) => length)),
    paths: Object.entries(ways).map(([id, places]) => ({
      id: Number(id),
      ...floorColumns(places.map((place) => place ?? unknown)),
    })),
  };
}

/** The shuttle in one frame. */
export interface Flying {
  /** Offset of the frame into the segment. */
  readonly frame: number;
  /** Its middle, fractions of the picture. */
  readonly x: number;
  readonly y: number;
  /** "seen" unless told. */
  readonly state?: ShuttleState;
  /** x, y and height in metres; not known unless told. */
  readonly space?: readonly [number, number, number];
}

/** The shuttle in these frames. */
export function shuttle(points: readonly Flying[]): ShuttleData {
  const metres = ({ space }: Flying) =>
    space?.map((value) => value * METRE_SCALE) ?? Array<number>(3).fill(UNKNOWN_METRES);
  return {
    frame: Uint16Array.from(points, ({ frame }) => frame),
    position: Int16Array.from(points.flatMap(({ x, y }) => [x, y].map((part) => Math.round(part * COORDINATE_SCALE)))),
    confidence: new Uint8Array(points.length).fill(CONFIDENCE_SCALE),
    state: Uint8Array.from(points, ({ state = "seen" }) => SHUTTLE_STATES.indexOf(state)),
    space: Int16Array.from(points.flatMap(metres), Math.round),
  };
}

/** A segment whose frames are `milliseconds` after its start at `startMilliseconds`. */
export function segment(
  milliseconds: readonly number[],
  {
    index = 0,
    firstFrame = 0,
    startMilliseconds = 0,
    tracks = [] as readonly TrackData[],
    paths = [] as readonly PathData[],
    motion = new Int16Array(),
    shuttle = undefined as ShuttleData | undefined,
  } = {},
): SegmentData {
  return {
    index,
    firstFrame,
    timeBase: TIME_BASE,
    startPts: startMilliseconds,
    pts: Int32Array.from(milliseconds),
    repeated: new Uint8Array(milliseconds.length),
    tracks,
    paths,
    motion,
    shuttle,
  };
}

const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));

/** The map that stands for the segment in a file. */
export function stored({ timeBase, pts, repeated, tracks, paths, motion, shuttle, ...rest }: SegmentData): Segment {
  return {
    version: SEGMENT_VERSION,
    ...rest,
    timeBase: [...timeBase],
    pts: bytes(pts),
    repeated: bytes(repeated),
    tracks: tracks.map(({ id, frame, box, boxConfidence, keypoints, keypointConfidence, angles }) => ({
      id,
      frame: bytes(frame),
      box: bytes(box),
      boxConfidence: bytes(boxConfidence),
      keypoints: bytes(keypoints),
      keypointConfidence: bytes(keypointConfidence),
      angles: bytes(angles),
    })),
    paths: paths.map(({ id, frame, position, speed, state }) => ({
      id,
      frame: bytes(frame),
      position: bytes(position),
      speed: bytes(speed),
      state: bytes(state),
    })),
    motion: bytes(motion),
    ...(shuttle
      ? {
          shuttle: {
            frame: bytes(shuttle.frame),
            position: bytes(shuttle.position),
            confidence: bytes(shuttle.confidence),
            state: bytes(shuttle.state),
            space: bytes(shuttle.space),
          },
        }
      : {}),
  };
}

/** The map that stands for the motion in a file. */
export function storedMotion({ samples, paths }: MotionData): Motion {
  return {
    version: MOTION_VERSION,
    samples,
    paths: paths.map(({ id, position, speed, state }) => ({
      id,
      position: bytes(position),
      speed: bytes(speed),
      state: bytes(state),
    })),
  };
}

/** A file, packed as the worker packs it: what is undefined is left out. */
export async function packed(content: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([new Uint8Array(encode(content, { ignoreUndefined: true }))])
    .stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
