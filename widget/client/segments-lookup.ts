import type { SegmentData } from "./segments.js";

/**
 * How far, in seconds, a reported frame time may lie from the true one: browsers round to microseconds or, some, to
 * milliseconds. Frames are at least 4 ms apart.
 */
export const TIME_TOLERANCE = 0.001;

/** Index of the last of the rising `starts` (seconds) that is at or before `seconds`; 0 before the first. */
export function segmentIndexAt(starts: readonly number[], seconds: number): number {
  return Math.max(0, lastAtOrBelow(starts, seconds + TIME_TOLERANCE));
}

/** Presentation time, in seconds, of the segment's frame at `offset`. */
export function secondsOf(segment: SegmentData, offset: number): number {
  const [numerator, denominator] = segment.timeBase;
  return ((segment.startPts + (segment.pts[offset] ?? 0)) * numerator) / denominator;
}

/** Offset of the frame whose presentation time is nearest to `seconds`; the earlier of two equally near ones. */
export function nearestFrame(segment: SegmentData, seconds: number): number {
  const [numerator, denominator] = segment.timeBase;
  const ticks = (seconds * denominator) / numerator - segment.startPts;
  const { pts } = segment;
  const before = Math.max(0, lastAtOrBelow(pts, ticks));
  const after = Math.min(before + 1, pts.length - 1);
  return Math.abs((pts[after] ?? 0) - ticks) < Math.abs((pts[before] ?? 0) - ticks) ? after : before;
}

/** Position of `value` in the rising `values`, or -1. */
export function positionOf(values: Uint16Array, value: number): number {
  const position = lastAtOrBelow(values, value);
  return values[position] === value ? position : -1;
}

/** Position of the last of the rising `values` that is at most `limit`, or -1. */
export function lastAtOrBelow(values: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
