import type { Events } from "../../convex/contract/events.js";

export const LENGTH_MEASURES = ["strokes", "seconds"] as const;
export type LengthMeasure = (typeof LENGTH_MEASURES)[number];

/** Widths of a histogram's bars that people read easily. */
const STEPS = [1, 2, 5, 10, 20, 50, 100];
/** Most bars, so that they stay wide enough on a phone. */
const MAX_BARS = 12;

/** Rallies of a length from `from` to below `to`. */
export interface LengthBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface RallyLengths {
  readonly bars: readonly LengthBar[];
  /** Half of the rallies are at least this long. */
  readonly median: number | undefined;
  readonly longest: number | undefined;
  /** Rallies whose beginning or end the video does not show: nobody knows their length. */
  readonly cutOff: number;
}

/** How many rallies had which length. */
export function rallyLengths({ rallies }: Events, measure: LengthMeasure): RallyLengths {
  const whole = rallies.filter(({ startUnseen, endUnseen }) => !startUnseen && !endUnseen);
  const lengths = whole
    .map(({ start, end, hits }) => (measure === "strokes" ? hits : end - start))
    .sort((a, b) => a - b);
  const cutOff = rallies.length - whole.length;
  const longest = lengths.at(-1);
  if (longest === undefined) return { bars: [], median: undefined, longest, cutOff };
  const first = measure === "strokes" ? 1 : 0;
  const step = STEPS.find((width) => (longest - first) / width < MAX_BARS) ?? Math.ceil((longest - first) / MAX_BARS);
  const bars = Array.from({ length: Math.max(1, Math.floor((longest - first) / step) + 1) }, (_, bar) => {
    const [from, to] = [first + bar * step, first + (bar + 1) * step];
    return { from, to, count: lengths.filter((length) => length >= from && length < to).length };
  });
  return { bars, median: lengths[Math.floor(lengths.length / 2)], longest, cutOff };
}
