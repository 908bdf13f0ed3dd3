import { CORRECTION_REACH, type Edits, type HitEdit, type RallyEdit } from "../contract/edits.js";
import { MAX_HIT_EDITS, MAX_RALLY_EDITS } from "../contract/limits.js";
import type { Results } from "../contract/results.js";
import { failure } from "./failure.js";
import { inOrder, same } from "./edits.js";

/**
 * What an owner may say of a match's hits and rallies, and what becomes of the edits then. Pure; throws a FunctionError where it may not be. The
 * deployment does not read the events themselves: which hit of the machine's a correction means is the worker's to find out.
 */

/**
 * The edits with the correction in place of former ones of the same hit, and of `instead`, which is how an added hit is moved. The same correction
 * once more changes nothing.
 */
export function withHitEdit(edits: Edits, edit: HitEdit, results: Results, instead?: HitEdit): Edits {
  checkHit(edit, results);
  const hits = edits.hits.filter((other) => !same(other, instead) && !sameHit(other, edit));
  if (hits.length >= MAX_HIT_EDITS) throw failure("hit_corrections_full");
  return { ...edits, hits: inOrder([...hits, edit], whenHit, (hit) => hit.was ?? -1) };
}

export function withoutHitEdit(edits: Edits, edit: HitEdit): Edits {
  return { ...edits, hits: edits.hits.filter((other) => !same(other, edit)) };
}

/** As `withHitEdit`. */
export function withRallyEdit(edits: Edits, edit: RallyEdit, results: Results, instead?: RallyEdit): Edits {
  checkRally(edit, results);
  const rallies = edits.rallies.filter((other) => !same(other, instead) && !sameRally(other, edit));
  if (rallies.length >= MAX_RALLY_EDITS) throw failure("rally_corrections_full");
  const { is } = edit;
  if (is && rallies.some((other) => other.is && sharedTime(other.is, is) > 0)) throw failure("rallies_overlap");
  return { ...edits, rallies: inOrder([...rallies, edit], whenPlayed, (rally) => rally.was?.[0] ?? -1) };
}

export function withoutRallyEdit(edits: Edits, edit: RallyEdit): Edits {
  return { ...edits, rallies: edits.rallies.filter((other) => !same(other, edit)) };
}

function checkHit({ was, at, hitter, stroke }: HitEdit, { duration, players }: Results): void {
  const removed = at === undefined;
  const sound = removed ? was !== undefined && hitter === undefined && stroke === undefined : at <= duration;
  const known = hitter === undefined || players.some(({ id }) => id === hitter);
  if (!sound || !known || (was ?? 0) > duration) throw failure("invalid_request");
}

function checkRally({ was, is, winner }: RallyEdit, { duration, players }: Results): void {
  const sound = is === undefined ? was !== undefined && winner === undefined : isSpan(is, duration);
  const known = winner === undefined || players.length > 1;
  if (!sound || !known || (was !== undefined && !isSpan(was, duration))) throw failure("invalid_request");
}

type Span = NonNullable<RallyEdit["is"]>;

function isSpan([start, end]: Span, duration: number): boolean {
  return start < end && end <= duration;
}

/** Whether both are about one hit: of the machine's, or added. A new analysis may have moved it a little in between. */
function sameHit(one: HitEdit, other: HitEdit): boolean {
  if (one.was === undefined || other.was === undefined)
    return one.was === other.was && Math.abs(whenHit(one) - whenHit(other)) < CORRECTION_REACH;
  return Math.abs(one.was - other.was) < CORRECTION_REACH;
}

/** Likewise: they share more than half of the shorter one's time. */
function sameRally(one: RallyEdit, other: RallyEdit): boolean {
  if ((one.was === undefined) !== (other.was === undefined)) return false;
  const [a, b] = [one.was ?? one.is, other.was ?? other.is];
  return a !== undefined && b !== undefined && sharedTime(a, b) > Math.min(a[1] - a[0], b[1] - b[0]) / 2;
}

function sharedTime(one: Span, other: Span): number {
  return Math.min(one[1], other[1]) - Math.max(one[0], other[0]);
}

const whenHit = ({ at, was }: HitEdit) => at ?? was ?? 0;

const whenPlayed = ({ is, was }: RallyEdit) => (is ?? was)?.[0] ?? 0;
