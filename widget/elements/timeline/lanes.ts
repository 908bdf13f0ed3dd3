import type { Events, Hit } from "../../../convex/contract/events.js";
import type { Look } from "../../match/looks.js";

/** Where each lane lies, CSS pixels from the upper edge of the drawing. */
export interface Lanes {
  readonly rallies: Lane;
  /** Hits of each player, in the order of the looks, then those that nobody is known for. */
  readonly hits: readonly Lane[];
  /** Undefined where there are none. */
  readonly highlights: Lane | undefined;
  readonly height: number;
}

export interface Lane {
  readonly top: number;
  readonly height: number;
}

/** Room for the times above the lanes, and the heights of the lanes, in units of the text's size. */
const RULER = 1.5;
const RALLY = 1.75;
const HIT = 1.35;
const HIGHLIGHT = 1.6;
const GAP = 0.35;

/** The lanes for so many players; a last lane is for hits of unknown hitters, where there are any. `size` is that of the text, CSS pixels. */
export function lanesOf(looks: readonly Look[], events: Events, size: number): Lanes {
  let top = RULER * size;
  const lane = (height: number): Lane => {
    const placed = { top, height: height * size };
    top += (height + GAP) * size;
    return placed;
  };
  const highlights = events.highlights.length > 0 ? lane(HIGHLIGHT) : undefined;
  const rallies = lane(RALLY);
  const rows = looks.length + (hasStrangers(events, looks) ? 1 : 0);
  const hits = Array.from({ length: rows }, () => lane(HIT));
  return { highlights, rallies, hits, height: top };
}

/** Number of the lane of a hit. */
export function rowOf({ hitter }: Pick<Hit, "hitter">, looks: readonly Look[]): number {
  const row = looks.findIndex(({ id }) => id === hitter);
  return row < 0 ? looks.length : row;
}

/** Whether there are hits of nobody who is known. */
export const hasStrangers = ({ hits }: Events, looks: readonly Look[]): boolean =>
  hits.some((hit) => rowOf(hit, looks) === looks.length);

export const isOn = (lane: Lane | undefined, y: number): boolean =>
  lane !== undefined && y >= lane.top && y < lane.top + lane.height;

/** Index of the value of the rising `values` that is nearest to `value`; -1 where there is none within `reach`. */
export function nearestOf(values: readonly number[], value: number, reach: number): number {
  let best = -1;
  let distance = reach;
  for (const [index, candidate] of values.entries()) {
    const away = Math.abs(candidate - value);
    if (away <= distance) [best, distance] = [index, away];
  }
  return best;
}
