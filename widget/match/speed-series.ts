import { METRE_SCALE, MOTION_STEP, PATH_STATES } from "../../convex/contract/segment.js";
import type { MotionPathData } from "../client/motion.js";

/** A point of a player's speed over time. */
export interface SpeedPoint {
  /** Seconds. */
  readonly x: number;
  /** m/s; NaN where nothing is known, so that no line is drawn. */
  readonly y: number;
  /** Not seen, but bridged. */
  readonly bridged: boolean;
}

const BRIDGED = PATH_STATES.indexOf("bridged");

/**
 * A player's speed from `start` to `end` (seconds) in at most twice as many points as there are `columns` to draw in. Where a column
 * holds several samples, its lowest and its highest stay: no peak is lost.
 */
export function speedSeries(path: MotionPathData, start: number, end: number, columns: number): SpeedPoint[] {
  const first = Math.max(0, Math.floor(start / MOTION_STEP));
  const last = Math.min(path.state.length, Math.ceil(end / MOTION_STEP) + 1);
  const size = Math.max(1, Math.ceil((last - first) / Math.max(1, columns)));
  const points: SpeedPoint[] = [];
  for (let from = first; from < last; from += size) {
    const samples = Array.from({ length: Math.min(size, last - from) }, (_, index) => from + index);
    points.push(...extremes(path, samples));
  }
  return points;
}

/** The lowest and the highest of these samples, in order of time; where none is known, a gap. */
function extremes(path: MotionPathData, samples: readonly number[]): SpeedPoint[] {
  const known = samples.filter((sample) => path.state[sample] !== 0);
  const [first] = known;
  if (first === undefined) return [{ x: (samples[0] ?? 0) * MOTION_STEP, y: NaN, bridged: false }];
  const speed = (sample: number) => path.speed[sample] ?? 0;
  const lowest = known.reduce((least, sample) => (speed(sample) < speed(least) ? sample : least), first);
  const highest = known.reduce((most, sample) => (speed(sample) > speed(most) ? sample : most), first);
  return [...new Set([lowest, highest])]
    .sort((one, other) => one - other)
    .map((sample) => ({
      x: sample * MOTION_STEP,
      y: speed(sample) / METRE_SCALE,
      bridged: path.state[sample] === BRIDGED,
    }));
}

/** Speed at a time, m/s; undefined where it is not known. */
export function speedAt({ state, speed }: MotionPathData, seconds: number): number | undefined {
  const sample = Math.round(seconds / MOTION_STEP);
  return state[sample] ? (speed[sample] ?? 0) / METRE_SCALE : undefined;
}

/** Lengths of the table's rows that read well, seconds. */
const ROW_SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600] as const;
const MAX_ROWS = 30;

/** A player's speed in a stretch of time, m/s. */
export interface SpeedOfRow {
  readonly average: number;
  readonly highest: number;
}

/** A row of the table that says what the chart shows; `speeds` in the order of the paths, undefined where nothing is known. */
export interface SpeedRow {
  readonly start: number;
  readonly end: number;
  readonly speeds: readonly (SpeedOfRow | undefined)[];
}

/** The chart as a table of at most MAX_ROWS rows for a video of this length, seconds. */
export function speedTable(paths: readonly MotionPathData[], duration: number): SpeedRow[] {
  const length =
    ROW_SECONDS.find((seconds) => duration / seconds <= MAX_ROWS) ?? ROW_SECONDS[ROW_SECONDS.length - 1] ?? 1;
  return Array.from({ length: Math.ceil(duration / length) }, (_, row) => {
    const [start, end] = [row * length, Math.min(duration, (row + 1) * length)];
    return { start, end, speeds: paths.map((path) => speedOf(path, start, end)) };
  });
}

function speedOf({ state, speed }: MotionPathData, start: number, end: number): SpeedOfRow | undefined {
  const [first, last] = [Math.ceil(start / MOTION_STEP - 1e-6), Math.ceil(end / MOTION_STEP - 1e-6)];
  const known = Array.from(speed.subarray(first, last)).filter((_, index) => state[first + index] !== 0);
  if (known.length === 0) return undefined;
  return {
    average: known.reduce((sum, value) => sum + value, 0) / known.length / METRE_SCALE,
    highest: Math.max(...known) / METRE_SCALE,
  };
}
