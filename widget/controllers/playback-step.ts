import type { SegmentLoader } from "../client/segments-loader.js";
import { nearestFrame, secondsOf } from "../client/segments-lookup.js";
import type { SegmentData } from "../client/segments.js";

/** Where frame times come from. */
export type FrameTimes = Pick<SegmentLoader, "count" | "indexAt" | "load">;

/** A frame's number and when it is on screen, seconds. */
interface FrameSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * The time to seek to for showing the picture `frames` after (or before) the one presented at `seconds`: the middle of its
 * time on screen, which no rounding can turn into its neighbour. `frameSeconds` is the mean length of a frame, used where frame
 * times are not to be had. Undefined at either end of the video.
 */
export async function stepTarget(
  times: FrameTimes,
  seconds: number,
  frames: number,
  duration: number,
  frameSeconds: number,
): Promise<number | undefined> {
  const index = times.indexAt(seconds);
  const segment = await times.load(index);
  if (!segment) return byMean(seconds, frames, duration, frameSeconds);
  let offset = nearestFrame(segment, seconds) + frames;
  let holder: SegmentData | undefined = segment;
  for (let at = index; offset < 0; offset += holder.pts.length) {
    at--;
    holder = at < 0 ? undefined : await times.load(at);
    if (!holder) return at < 0 ? undefined : byMean(seconds, frames, duration, frameSeconds);
  }
  for (let at = index; offset >= holder.pts.length; ) {
    offset -= holder.pts.length;
    at++;
    holder = at >= times.count ? undefined : await times.load(at);
    if (!holder) return at >= times.count ? undefined : byMean(seconds, frames, duration, frameSeconds);
  }
  const { start, end } = await spanOf(times, holder, offset, duration);
  return (start + end) / 2;
}

async function spanOf(times: FrameTimes, segment: SegmentData, offset: number, duration: number): Promise<FrameSpan> {
  const start = secondsOf(segment, offset);
  if (offset + 1 < segment.pts.length) return { start, end: secondsOf(segment, offset + 1) };
  const next = segment.index + 1 < times.count ? await times.load(segment.index + 1) : undefined;
  return { start, end: next ? secondsOf(next, 0) : Math.max(start, duration) };
}

function byMean(seconds: number, frames: number, duration: number, frameSeconds: number): number | undefined {
  const target = (Math.round(seconds / frameSeconds) + frames + 0.5) * frameSeconds;
  return target < 0 || target > duration ? undefined : target;
}
