import { svg, type SVGTemplateResult } from "lit";

/** Radius of the shuttle itself, CSS pixels; of the ring on the floor, and what a metre of height adds to it. */
const RADIUS = 3.5;
const ON_FLOOR = 6;
const A_METRE = 2.5;
/** From this height on the ring grows no more, metres: a high lift. */
const HIGHEST = 8;

/** How near to the edge the shuttle is drawn at most, CSS pixels. */
export const SHUTTLE_INSET = 6;

/** Radius of the ring around a shuttle that is so many metres above the floor, CSS pixels. */
export const heightRadius = (height: number): number => ON_FLOOR + A_METRE * Math.min(Math.max(height, 0), HIGHEST);

/** The shuttle from above, around the origin; classes are styled by `markStyles`. */
export function shuttleShape(radius: number): SVGTemplateResult {
  return svg`<circle class="shuttle-height" r=${radius} /><circle class="shuttle-cork" r=${RADIUS} />`;
}
