import { MAX_CALIBRATION_POINTS, MIN_CALIBRATION_POINTS } from "../../../convex/contract/edits.js";
import type { PicturePoint } from "../../../convex/contract/court.js";
import { LANDMARKS, type Landmark } from "./landmarks.js";

/** A landmark and where somebody put it: fractions of the picture. */
export interface DraftPoint {
  readonly landmark: Landmark;
  readonly at: PicturePoint;
}

/** A calibration in the making, with what it was before each step. */
export interface Draft {
  readonly points: readonly DraftPoint[];
  readonly past: readonly (readonly DraftPoint[])[];
}

/** Steps that can be taken back. */
const MAX_PAST = 100;

/** How far outside the picture a point may be put, as a share of the picture's sides: what the stage shows around it. */
export const MARGIN = 0.2;

export function startDraft(points: readonly DraftPoint[]): Draft {
  return { points, past: [] };
}

/** A new step. `joined` takes the place of the step before, as while one point is being dragged. */
function step(draft: Draft, points: readonly DraftPoint[], joined = false): Draft {
  return { points, past: joined ? draft.past : [...draft.past, draft.points].slice(-MAX_PAST) };
}

/** Puts a point elsewhere, as far as the stage reaches. */
export function movePoint(draft: Draft, index: number, [x, y]: PicturePoint, joined = false): Draft {
  const within = (value: number) => Math.min(1 + MARGIN, Math.max(-MARGIN, value));
  const at: PicturePoint = [within(x), within(y)];
  return step(
    draft,
    draft.points.map((point, other) => (other === index ? { ...point, at } : point)),
    joined,
  );
}

/** Says that a point marks another place on the court. */
export function namePoint(draft: Draft, index: number, landmark: Landmark): Draft {
  return step(
    draft,
    draft.points.map((point, other) => (other === index ? { ...point, landmark } : point)),
  );
}

/** Landmarks that no point marks yet. */
export function freeLandmarks(draft: Draft): readonly Landmark[] {
  return LANDMARKS.filter((candidate) => !draft.points.some(({ landmark }) => landmark.id === candidate.id));
}

export function canAdd(draft: Draft): boolean {
  return draft.points.length < MAX_CALIBRATION_POINTS && freeLandmarks(draft).length > 0;
}

export function addPoint(draft: Draft, point: DraftPoint): Draft {
  return canAdd(draft) ? step(draft, [...draft.points, point]) : draft;
}

export function canRemove(draft: Draft): boolean {
  return draft.points.length > MIN_CALIBRATION_POINTS;
}

export function removePoint(draft: Draft, index: number): Draft {
  return canRemove(draft)
    ? step(
        draft,
        draft.points.filter((_, other) => other !== index),
      )
    : draft;
}

/** Takes the last step back. */
export function undo(draft: Draft): Draft {
  const before = draft.past.at(-1);
  return before ? { points: before, past: draft.past.slice(0, -1) } : draft;
}
