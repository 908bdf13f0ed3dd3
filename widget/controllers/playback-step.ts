import type { SegmentLoader } from "../client/segments-loader.js";
import { nearestFrame, secondsOf } from "../client/segments-lookup.js";

/** Where frame times come from. */
export type FrameTimes = Pick<SegmentLoader, "frames" | "indexAt" | "indexOfFrame" | "load">;

/** Number of the frame presented at `seconds`; undefined if its data cannot be had. */
export async function frameNumberAt(times: FrameTimes, seconds: number): Promise<number | undefined> {
  const segment = await times.load(times.indexAt(seconds));
  return segment && segment.firstFrame + nearestFrame(segment, seconds);
}

/**
 * The time to seek to for showing frame `number`: the middle of its time on screen, which no rounding can turn into its
 * neighbour. Undefined if there is no such frame, or its data cannot be had. `duration` is the video's, seconds.
 */
export async function middleOfFrame(times: FrameTimes, number: number, duration: number): Promise<number | undefined> {
  const start = await startOfFrame(times, number);
  if (start === undefined) return undefined;
  const end = (await startOfFrame(times, number + 1)) ?? Math.max(start, duration);
  return (start + end) / 2;
}

async function startOfFrame(times: FrameTimes, number: number): Promise<number | undefined> {
  if (number < 0 || number >= times.frames) return undefined;
  const segment = await times.load(times.indexOfFrame(number));
  return segment && secondsOf(segment, number - segment.firstFrame);
}

/** As `middleOfFrame`, for a video without frame data: `frameSeconds` is the mean length of a frame. */
export function middleByMean(
  seconds: number,
  frames: number,
  duration: number,
  frameSeconds: number,
): number | undefined {
  const target = (Math.round(seconds / frameSeconds) + frames + 0.5) * frameSeconds;
  return target < 0 || target > duration ? undefined : target;
}
