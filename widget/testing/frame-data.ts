import { encode } from "@msgpack/msgpack";
import type { TrackData, SegmentData } from "../client/segments.js";
import { COORDINATE_SCALE, KEYPOINTS, type Segment } from "../../convex/contract/segment.js";

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
  };
}

/** A segment whose frames are `milliseconds` after its start at `startMilliseconds`. */
export function segment(
  milliseconds: readonly number[],
  { index = 0, firstFrame = 0, startMilliseconds = 0, tracks = [] as readonly TrackData[] } = {},
): SegmentData {
  return {
    index,
    firstFrame,
    timeBase: TIME_BASE,
    startPts: startMilliseconds,
    pts: Int32Array.from(milliseconds),
    repeated: new Uint8Array(milliseconds.length),
    tracks,
  };
}

const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));

/** The map that stands for the segment in a file. */
export function stored({ timeBase, pts, repeated, tracks, ...rest }: SegmentData): Segment {
  return {
    version: 1,
    ...rest,
    timeBase: [...timeBase],
    pts: bytes(pts),
    repeated: bytes(repeated),
    tracks: tracks.map(({ id, frame, box, boxConfidence, keypoints, keypointConfidence }) => ({
      id,
      frame: bytes(frame),
      box: bytes(box),
      boxConfidence: bytes(boxConfidence),
      keypoints: bytes(keypoints),
      keypointConfidence: bytes(keypointConfidence),
    })),
  };
}

/** The segment's file, packed as the worker packs it. */
export async function packed(content: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([new Uint8Array(encode(content))]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
