import type { Events, Highlight, Hit, Rally } from "../../convex/contract/events.js";
import { lastAtOrBelow } from "../client/segments-lookup.js";
import type { Span } from "../controllers/playback-state.js";

/** Times this near to an event's count as being at it, seconds: half a frame of slow video, and what a seek rounds by. */
const HERE = 0.05;

/** What is shown of a rally before its serve and after its end, seconds: what begins, and how it ended. */
const LEAD_IN = 1;
const LEAD_OUT = 1;

/** What is shown of a rally of a video of this length, for playing and linking it, seconds. */
export function shownSpan({ start, end }: Pick<Rally, "start" | "end">, duration: number): Span {
  return { start: Math.max(0, start - LEAD_IN), end: Math.min(duration, end + LEAD_OUT) };
}

/** A rally on its own, with what belongs to it. */
export interface RallyOf {
  /** Index into `Events.rallies`; people count from 1. */
  readonly index: number;
  readonly rally: Rally;
  readonly hits: readonly Hit[];
  readonly highlight: Highlight | undefined;
}

/** The hits of a rally, in order. */
const hitsOf = ({ hits }: Events, { firstHit, hits: count }: Rally): readonly Hit[] =>
  hits.slice(firstHit, firstHit + count);

/** The rally at this place in the list, with what belongs to it. */
export function rallyOf(events: Events, index: number): RallyOf | undefined {
  const rally = events.rallies[index];
  if (!rally) return undefined;
  const highlight = events.highlights.find((candidate) => candidate.rally === index);
  return { index, rally, hits: hitsOf(events, rally), highlight };
}

/** Index of the rally that is under way at `seconds`, both ends included; -1 in dead time. */
export function rallyAt({ rallies }: Events, seconds: number): number {
  const index = lastAtOrBelow(
    rallies.map(({ start }) => start),
    seconds + HERE,
  );
  const rally = rallies[index];
  return rally && seconds <= rally.end + HERE ? index : -1;
}

/** Index of the last hit by `seconds`; -1 before the first. */
export const lastHitBy = ({ hits }: Events, seconds: number): number =>
  lastAtOrBelow(
    hits.map(({ time }) => time),
    seconds + HERE,
  );

/**
 * Where the next event begins after `seconds`, or the one before, by their rising times. Backwards from just after an event leads to the
 * one before it: who asks twice goes on. Undefined beyond the last.
 *
 * @param grace - How long after an event going back still passes over it, seconds.
 */
export function neighbourOf(
  times: readonly number[],
  seconds: number,
  direction: 1 | -1,
  grace = HERE,
): number | undefined {
  return direction === 1
    ? times.find((time) => time > seconds + HERE)
    : times.findLast((time) => time < seconds - grace);
}
