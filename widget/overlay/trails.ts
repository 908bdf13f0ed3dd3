import { CONFIDENCE_SCALE, COORDINATE_SCALE, KEYPOINTS } from "../../convex/contract/segment.js";
import { lastAtOrBelow, secondsOf } from "../client/segments-lookup.js";
import type { SegmentData, TrackData } from "../client/segments.js";
import { LEFT_ANKLE, MIN_KEYPOINT_CONFIDENCE, RIGHT_ANKLE } from "./skeleton.js";

/** How far back a trail reaches, seconds. */
export const TRAIL_SECONDS = 1.5;
/** Most points in one player's trail: what is older is left out. */
export const MAX_TRAIL_POINTS = 120;
/** A player who was unseen for longer than this, in seconds, starts a new line. */
const MAX_GAP_SECONDS = 0.25;
/** A step longer than this, in heights of the player's box, is a lost player found elsewhere: a new line. */
const MAX_STEP_HEIGHTS = 0.75;

/** Where a player's feet were; x and y as fractions of the picture. */
export interface TrailPoint {
  readonly x: number;
  readonly y: number;
  /** Seconds before the shown frame, 0 or more. */
  readonly age: number;
}

interface Sample extends TrailPoint {
  /** Height of the player's box as a fraction of the picture. */
  readonly height: number;
}

/** The point between the ankles, or the middle of the box's lower edge where an ankle is hidden. */
export function feet(track: TrackData, position: number): { x: number; y: number; height: number } {
  const at = (values: Int16Array, index: number) => (values[index] ?? 0) / COORDINATE_SCALE;
  const [left, top, right, bottom] = [0, 1, 2, 3].map((side) => at(track.box, 4 * position + side)) as [
    number,
    number,
    number,
    number,
  ];
  const height = bottom - top;
  const ankles = [LEFT_ANKLE, RIGHT_ANKLE].map((ankle) => KEYPOINTS.length * position + ankle);
  const sure = (keypoint: number) =>
    (track.keypointConfidence[keypoint] ?? 0) / CONFIDENCE_SCALE >= MIN_KEYPOINT_CONFIDENCE;
  if (!ankles.every(sure)) return { x: (left + right) / 2, y: bottom, height };
  const middle = (axis: number) =>
    ankles.reduce((sum, ankle) => sum + at(track.keypoints, 2 * ankle + axis), 0) / ankles.length;
  return { x: middle(0), y: middle(1), height };
}

/**
 * The lines that a player's feet drew up to frame `offset` of the last of `segments` (consecutive, oldest first), each from
 * old to new. A line breaks where the player was not seen, or leapt.
 */
export function trailOf(id: number, segments: readonly SegmentData[], offset: number): TrailPoint[][] {
  const last = segments.at(-1);
  if (!last) return [];
  const now = secondsOf(last, offset);
  const lines: TrailPoint[][] = [];
  let line: TrailPoint[] = [];
  let newer: Sample | undefined;
  for (const sample of newestFirst(id, segments, offset, now)) {
    if (newer && isBreak(sample, newer)) {
      lines.unshift(line);
      line = [];
    }
    line.unshift({ x: sample.x, y: sample.y, age: sample.age });
    newer = sample;
  }
  lines.unshift(line);
  return lines.filter(({ length }) => length > 1);
}

function isBreak(older: Sample, newer: Sample): boolean {
  const step = Math.hypot(older.x - newer.x, older.y - newer.y);
  return older.age - newer.age > MAX_GAP_SECONDS || step > MAX_STEP_HEIGHTS * Math.max(older.height, newer.height);
}

function* newestFirst(id: number, segments: readonly SegmentData[], offset: number, now: number): Generator<Sample> {
  let count = 0;
  for (const segment of segments.toReversed()) {
    const track = segment.tracks.find((candidate) => candidate.id === id);
    if (!track) continue;
    const newest = segment === segments.at(-1) ? offset : segment.pts.length - 1;
    for (let position = lastAtOrBelow(track.frame, newest); position >= 0; position--) {
      const age = now - secondsOf(segment, track.frame[position] ?? 0);
      if (age > TRAIL_SECONDS || count === MAX_TRAIL_POINTS) return;
      count++;
      yield { ...feet(track, position), age };
    }
  }
}
