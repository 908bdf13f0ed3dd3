import { METRE_SCALE, MOTION_STEP } from "../../convex/contract/segment.js";
import type { MotionData, MotionPathData } from "../client/motion.js";
import type { Floor } from "./model.js";

/** How near counts as having been at a place, metres. */
export const NEAR = 1;

/** Being away for no longer than this, in seconds, is one and the same visit. */
const SHORT_ABSENCE = 0.6;

/** A time that somebody spent at a place. */
export interface Moment {
  /** Identity, 1 to 4. */
  readonly id: number;
  /** Seconds. */
  readonly start: number;
  readonly end: number;
}

/** When any of these players were within NEAR of a place, in order. */
export function momentsAt({ paths }: MotionData, place: Floor, ids: readonly number[]): Moment[] {
  return paths
    .filter(({ id }) => ids.includes(id))
    .flatMap((path) => visits(path, place))
    .sort((one, other) => one.start - other.start || one.id - other.id);
}

function visits({ id, position, state }: MotionPathData, [x, y]: Floor): Moment[] {
  const found: Moment[] = [];
  for (const [sample, known] of state.entries()) {
    const away = [(position[2 * sample] ?? 0) / METRE_SCALE - x, (position[2 * sample + 1] ?? 0) / METRE_SCALE - y];
    if (known === 0 || Math.hypot(...away) > NEAR) continue;
    const seconds = sample * MOTION_STEP;
    const last = found.at(-1);
    if (last && seconds - last.end <= SHORT_ABSENCE) found[found.length - 1] = { ...last, end: seconds };
    else found.push({ id, start: seconds, end: seconds });
  }
  return found;
}

/** Times this near to a moment's start count as being there, seconds. */
const HERE = 0.3;

/** The moment that begins next after `seconds`, or last before. */
export function neighbour(moments: readonly Moment[], seconds: number, direction: 1 | -1): Moment | undefined {
  return direction === 1
    ? moments.find(({ start }) => start > seconds + HERE)
    : moments.findLast(({ start }) => start < seconds - HERE);
}
