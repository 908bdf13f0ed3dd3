import { decode, encode } from "@msgpack/msgpack";
import { array, int, object } from "zod/mini";
import { Results } from "../../convex/contract/results.js";
import type { VideoView } from "../../convex/contract/video.js";

// The layout of the clips of modal_app/testing/numbered_clip.py, as fractions of the picture.
const BITS = 10;
const BITS_Y = 60 / 360;
const INVERTED_Y = 120 / 360;
const COLUMNS = 24;
const ROWS = 15;
const GRID_TOP = 0.5;

const FOLDER = "/.cache/numbered";
const Description = object({ results: Results, pts: array(int()) });

/** A clip whose frames and frame data carry their own number. */
export interface NumberedClip {
  readonly video: VideoView;
  /** Presentation time of each frame, seconds; one more than there are frames: the last is the end. */
  readonly times: readonly number[];
}

/** Loads a clip that the tests' setup has made. */
export async function numberedClip(name: "even" | "uneven"): Promise<NumberedClip> {
  const base = `${location.origin}${FOLDER}/${name}`;
  const response = await fetch(`${base}.json`);
  const { results, pts } = Description.parse(await response.json());
  const [numerator, denominator] = results.timeBase;
  const video: VideoView = {
    videoId: name,
    access: "viewer",
    filename: `${name}.mp4`,
    size: 1,
    uploadedBytes: 1,
    status: "completed",
    progress: 1,
    attempt: 1,
    results,
    renditionUrl: `${base}.mp4`,
    segments: results.segments.map((info) => ({
      ...info,
      url: `${base}.segment-${String(info.index).padStart(4, "0")}.bin`,
    })),
    motionUrl: `${base}.motion.bin`,
    createdAt: 0,
  };
  return { video, times: [...pts.map((ticks) => (ticks * numerator) / denominator), results.duration] };
}

/** The same clip with frame data that belongs to the frame before: what an inexact overlay would show. */
export async function withLateFrameData(clip: NumberedClip): Promise<NumberedClip> {
  const segments = await Promise.all(
    (clip.video.segments ?? []).map(async (link) => {
      const packed = await fetch(link.url);
      const bytes = await new Response(packed.body?.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
      const content = decode(bytes) as { startPts: number };
      const late = encode({ ...content, startPts: content.startPts + 3000 });
      return { ...link, url: URL.createObjectURL(new Blob([new Uint8Array(late)])) };
    }),
  );
  return { ...clip, video: { ...clip.video, segments } };
}

/** The number that a picture shows; `picture` is the area of the clip's frame in `pixels`. Undefined if it cannot be read. */
export function readPicture(pixels: ImageData, picture: DOMRectReadOnly): number | undefined {
  const isWhite = (bit: number, y: number) => {
    const column = Math.floor(picture.x + ((bit + 0.5) / BITS) * picture.width);
    const row = Math.floor(picture.y + y * picture.height);
    return (pixels.data[4 * (row * pixels.width + column)] ?? 0) > 128;
  };
  let number = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const white = isWhite(bit, BITS_Y);
    if (white === isWhite(bit, INVERTED_Y)) return undefined;
    if (white) number += 2 ** bit;
  }
  return number;
}

/** Whether the pixel that starts at `offset` of `data` belongs to the box. */
export type IsBox = (data: Uint8ClampedArray, offset: number) => boolean;

/** On the canvas of the layers, whatever is drawn at all. */
export const isDrawn: IsBox = (data, offset) => (data[offset + 3] ?? 0) > 64;

/** In a picture of the whole: player 1's orange, on the clip's grey. */
export const isOrange: IsBox = (data, offset) =>
  Math.hypot((data[offset] ?? 0) - 0xe6, (data[offset + 1] ?? 0) - 0x9f, data[offset + 2] ?? 0) < 60;

/** The number of the frame whose box is drawn; undefined if there is none. */
export function readBox(
  { data, width, height }: ImageData,
  picture: DOMRectReadOnly,
  isBox: IsBox,
): number | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let y = Math.floor(picture.y + GRID_TOP * picture.height - 8); y < Math.min(height, picture.bottom); y++) {
    for (let x = Math.floor(picture.x); x < Math.min(width, picture.right); x++) {
      if (!isBox(data, 4 * (y * width + x))) continue;
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
  }
  if (right < left) return undefined;
  const x = ((left + right + 1) / 2 - picture.x) / picture.width;
  const y = ((top + bottom + 1) / 2 - picture.y) / picture.height;
  return Math.floor(x * COLUMNS) + COLUMNS * Math.floor(((y - GRID_TOP) / (1 - GRID_TOP)) * ROWS);
}
