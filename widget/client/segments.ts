import { decode } from "@msgpack/msgpack";
import { KEYPOINTS, Segment, type SegmentTrack } from "../../convex/contract/segment.js";

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
}

/** A file that is not frame data, or not of a version that this player knows. */
export class SegmentError extends Error {
  override readonly name = "SegmentError";
}

const GZIP_MAGIC = [0x1f, 0x8b] as const;

/**
 * Reads a segment file: gzip over MessagePack. A server that labels the file `Content-Encoding: gzip` has the browser unpack it
 * first, so bytes that are no gzip are read as MessagePack.
 *
 * @throws SegmentError when the bytes are not a sound segment.
 */
export async function readSegment(file: Uint8Array<ArrayBuffer>): Promise<SegmentData> {
  const packed = file[0] === GZIP_MAGIC[0] && file[1] === GZIP_MAGIC[1];
  let bytes: Uint8Array;
  try {
    bytes = packed ? await gunzip(file) : file;
  } catch (cause) {
    throw new SegmentError("The frame data is damaged", { cause });
  }
  return decodeSegment(bytes);
}

async function gunzip(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([file]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Decodes the MessagePack map of a segment into typed arrays.
 *
 * @throws SegmentError when its shape, its version or the lengths of its columns are wrong.
 */
export function decodeSegment(bytes: Uint8Array): SegmentData {
  let content: unknown;
  try {
    content = decode(bytes);
  } catch (cause) {
    throw new SegmentError("The frame data is not MessagePack", { cause });
  }
  const parsed = Segment.safeParse(content);
  if (!parsed.success) throw new SegmentError("The frame data has another shape", { cause: parsed.error });
  const { index, firstFrame, timeBase, startPts, tracks } = parsed.data;
  const pts = int32(parsed.data.pts);
  const repeated = bytesOf(parsed.data.repeated);
  const frames = pts.length;
  expectLength("repeated", repeated.length, frames);
  if (frames === 0) throw new SegmentError("The frame data holds no frame");
  if (!rises(pts)) throw new SegmentError("The frame times do not rise");
  return {
    index,
    firstFrame,
    timeBase,
    startPts,
    pts,
    repeated,
    tracks: tracks.map((track) => decodeTrack(track, frames)),
  };
}

function decodeTrack(track: SegmentTrack, frames: number): TrackData {
  const frame = new Uint16Array(aligned(track.frame, 2));
  const seen = frame.length;
  if (!rises(frame) || (frame.at(-1) ?? 0) >= frames) throw new SegmentError("A track names frames that are not there");
  const data = {
    id: track.id,
    frame,
    box: new Int16Array(aligned(track.box, 2)),
    boxConfidence: bytesOf(track.boxConfidence),
    keypoints: new Int16Array(aligned(track.keypoints, 2)),
    keypointConfidence: bytesOf(track.keypointConfidence),
  };
  expectLength("box", data.box.length, 4 * seen);
  expectLength("boxConfidence", data.boxConfidence.length, seen);
  expectLength("keypoints", data.keypoints.length, 2 * KEYPOINTS.length * seen);
  expectLength("keypointConfidence", data.keypointConfidence.length, KEYPOINTS.length * seen);
  return data;
}

/** A copy that starts at a multiple of any element size, and does not keep the whole file alive. */
function aligned(column: Uint8Array, elementBytes: number): ArrayBuffer {
  if (column.byteLength % elementBytes !== 0) throw new SegmentError("A column ends within a number");
  return column.slice().buffer;
}

const int32 = (column: Uint8Array) => new Int32Array(aligned(column, 4));

const bytesOf = (column: Uint8Array) => new Uint8Array(aligned(column, 1));

function expectLength(name: string, length: number, expected: number): void {
  if (length !== expected) throw new SegmentError(`Column ${name} holds ${length} numbers, not ${expected}`);
}

function rises(values: Int32Array | Uint16Array): boolean {
  return values.every((value, at) => at === 0 || value > (values[at - 1] ?? value));
}
