import { CORRECTION_REACH, type HitEdit, type RallyEdit } from "../../convex/contract/edits.js";
import type { Hit, Rally } from "../../convex/contract/events.js";
import type { BaCorrectionRequestDetail } from "../events/correction-request.js";

/**
 * From what is shown of a match to the corrections that are asked for. Results follow corrections some seconds later: what is shown may be older
 * than what was asked for already.
 */

export type HitChange = Pick<HitEdit, "at" | "hitter" | "stroke">;
export type RallyChange = Pick<RallyEdit, "is" | "winner">;
export type Span = NonNullable<RallyEdit["is"]>;

/** What nobody has corrected. */
export const NO_CORRECTIONS: { readonly hits: HitEdit[]; readonly rallies: RallyEdit[] } = { hits: [], rallies: [] };

/** Times this near count as the same, seconds: results name the frame that is nearest. */
const SAME = 0.05;

/** The correction that was made of a shown hit, whether the results follow it already or not. */
export function editOfHit({ time, edited, machine }: Hit, edits: readonly HitEdit[]): HitEdit | undefined {
  const was = machine?.time ?? (edited ? undefined : time);
  const distance = (edit: HitEdit) =>
    edit.was === undefined || was === undefined
      ? edited && edit.was === was
        ? Math.abs((edit.at ?? Infinity) - time)
        : Infinity
      : Math.abs(edit.was - was);
  return best(edits, distance, CORRECTION_REACH);
}

/** What to ask for so that a shown hit is as it should be. */
export function changeHit(hit: Hit, change: HitChange, edits: readonly HitEdit[]): BaCorrectionRequestDetail {
  const former = editOfHit(hit, edits);
  const edit: HitEdit = {
    ...(former ?? { was: hit.machine?.time ?? hit.time }),
    at: former?.at ?? hit.time,
    ...change,
  };
  return asked({ of: "hit", edit, ...(former && edit.was === undefined && { instead: former }) });
}

/** What to ask for so that a shown hit is no more: one that was added is forgotten. */
export function removeHit(hit: Hit, edits: readonly HitEdit[]): BaCorrectionRequestDetail {
  const former = editOfHit(hit, edits);
  if (former && former.was === undefined) return undone({ of: "hit", edit: former });
  return asked({ of: "hit", edit: { was: former?.was ?? hit.machine?.time ?? hit.time } });
}

/** Whether the results do not follow a correction of this hit yet. */
export function isHitPending(hit: Hit, edit: HitEdit | undefined): boolean {
  if (!edit) return false;
  const { at, hitter = hit.hitter, stroke = hit.stroke } = edit;
  return (
    !hit.edited || at === undefined || Math.abs(at - hit.time) > SAME || hitter !== hit.hitter || stroke !== hit.stroke
  );
}

/** As `editOfHit`. */
export function editOfRally(
  { start, end, edited, machine }: Rally,
  edits: readonly RallyEdit[],
): RallyEdit | undefined {
  const was: Span | undefined = machine ? [machine.start, machine.end] : edited ? undefined : [start, end];
  const distance = (edit: RallyEdit) => {
    if (edit.was && was) return -sharedTime(edit.was, was);
    return edited && !edit.was && !was && edit.is ? -sharedTime(edit.is, [start, end]) : Infinity;
  };
  return best(edits, distance, 0);
}

/** As `changeHit`; an undefined winner leaves that to the machine again. */
export function changeRally(rally: Rally, change: RallyChange, edits: readonly RallyEdit[]): BaCorrectionRequestDetail {
  const former = editOfRally(rally, edits);
  const kept: RallyEdit = former ?? { was: machineSpan(rally) };
  const { winner, ...edges } = { ...kept, is: former?.is ?? ([rally.start, rally.end] satisfies Span), ...change };
  const edit: RallyEdit = winner === undefined ? edges : { ...edges, winner };
  return asked({ of: "rally", edit, ...(former && edit.was === undefined && { instead: former }) });
}

/** As `removeHit`. */
export function removeRally(rally: Rally, edits: readonly RallyEdit[]): BaCorrectionRequestDetail {
  const former = editOfRally(rally, edits);
  if (former && former.was === undefined) return undone({ of: "rally", edit: former });
  return asked({ of: "rally", edit: { was: former?.was ?? machineSpan(rally) } });
}

/** As `isHitPending`. */
export function isRallyPending(rally: Rally, edit: RallyEdit | undefined): boolean {
  if (!edit) return false;
  const { is, winner = rally.winner } = edit;
  if (!rally.edited || is === undefined || winner !== rally.winner) return true;
  return Math.abs(is[0] - rally.start) > SAME || Math.abs(is[1] - rally.end) > SAME;
}

/** Index of the rally that would be played at the same time as a span, other than `own`; -1 where there is none. */
export function overlapped(rallies: readonly Rally[], span: Span, own = -1): number {
  return rallies.findIndex(({ start, end }, at) => at !== own && sharedTime([start, end], span) > SAME);
}

export const asked = (correction: BaCorrectionRequestDetail["correction"]) => ({ correction, undo: false });

export const undone = (correction: BaCorrectionRequestDetail["correction"]) => ({ correction, undo: true });

function machineSpan({ start, end, machine }: Rally): Span {
  return machine ? [machine.start, machine.end] : [start, end];
}

function sharedTime(one: Span, other: Span): number {
  return Math.min(one[1], other[1]) - Math.max(one[0], other[0]);
}

/** The edit of the least distance below `most`. */
function best<Edit>(edits: readonly Edit[], distance: (edit: Edit) => number, most: number): Edit | undefined {
  let [found, least]: [Edit | undefined, number] = [undefined, most];
  for (const edit of edits) {
    const far = distance(edit);
    if (far < least) [found, least] = [edit, far];
  }
  return found;
}
