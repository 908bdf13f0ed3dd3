import { HALF_LENGTH, HALF_WIDTH, type Floor } from "../../court/model.js";

/** What is shown beside the court, metres: as far as players run. */
const BESIDE = 1.05;
/** What is shown behind it. */
const BEHIND = 1.5;

const REACH_X = HALF_WIDTH + BESIDE;
const REACH_Y = HALF_LENGTH + BEHIND;

/** Length of what is shown, as a multiple of its width. */
export const SHAPE = REACH_Y / REACH_X;

export const ORIENTATIONS = ["portrait", "landscape"] as const;
/** Portrait: the near end at the bottom, as in the picture. Landscape: the same, turned clockwise by a quarter. */
export type Orientation = (typeof ORIENTATIONS)[number];

/** How the floor is drawn. */
export interface PlanView {
  readonly orientation: Orientation;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** CSS pixels in a metre. */
  readonly scale: number;
}

/** The view in an area of this width. */
export function planView(width: number, orientation: Orientation): PlanView {
  const landscape = orientation === "landscape";
  const scale = width / (2 * (landscape ? REACH_Y : REACH_X));
  return { orientation, width, height: landscape ? width / SHAPE : width * SHAPE, scale };
}

/** Where a place on the floor is drawn, CSS pixels from the top-left corner. */
export function toPlan({ orientation, width, height, scale }: PlanView, [x, y]: Floor): [number, number] {
  const [right, down] = orientation === "landscape" ? [y, x] : [x, -y];
  return [width / 2 + scale * right, height / 2 + scale * down];
}

/** Where a place is drawn that may be outside of what is shown. */
export interface HeldPoint {
  readonly at: readonly [number, number];
  /** Where it truly lies from there, degrees clockwise from the right; undefined when it is drawn at its place. */
  readonly beyond: number | undefined;
}

/** As `toPlan`, but no nearer to the edge than `inset` CSS pixels. */
export function toPlanInside(view: PlanView, floor: Floor, inset: number): HeldPoint {
  const [x, y] = toPlan(view, floor);
  const held = (value: number, size: number) => Math.min(Math.max(value, inset), size - inset);
  const at = [held(x, view.width), held(y, view.height)] as const;
  const [right, down] = [x - at[0], y - at[1]];
  return { at, beyond: right === 0 && down === 0 ? undefined : (Math.atan2(down, right) * 180) / Math.PI };
}

/** The place on the floor that is drawn at a point, no farther off than is shown. */
export function toFloor({ orientation, width, height, scale }: PlanView, left: number, top: number): Floor {
  const [right, down] = [(left - width / 2) / scale, (top - height / 2) / scale];
  return withinPlan(orientation === "landscape" ? [down, right] : [right, -down]);
}

/** The nearest place that is shown. */
export function withinPlan([x, y]: Floor): Floor {
  const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));
  return [clamp(x, REACH_X), clamp(y, REACH_Y)];
}
