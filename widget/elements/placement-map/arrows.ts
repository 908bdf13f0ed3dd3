import { svg, type SVGTemplateResult } from "lit";
import type { Placement } from "../../match/placements.js";
import { toPlanInside, type PlanView } from "../court-plan/plan-view.js";

/** Dashes by identity: the ways of players are told apart without colour. The first is for nobody. */
export const DASHES = ["1 4", "", "8 4", "2 3", "10 3 2 3"] as const;

/** Room that signs keep from the edge, CSS pixels. */
const INSET = 8;
const HEAD = 8;

/** A triangle that points to the right, its tip at the origin. */
const TRIANGLE = `M0 0L${-HEAD} ${HEAD / 2}V${-HEAD / 2}z`;

/** An arrow from the hit to where the shuttle went; a ring where it came down. */
export function arrow(view: PlanView, { hitter = 0, from, to, landed }: Placement): SVGTemplateResult {
  const [x1, y1] = toPlanInside(view, from, INSET).at;
  const [x2, y2] = toPlanInside(view, to, INSET).at;
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  return svg`<g class="way p${hitter}">
    <circle class="start" cx=${x1} cy=${y1} r="2.5" />
    <line x1=${x1} y1=${y1} x2=${x2} y2=${y2} stroke-dasharray=${DASHES[hitter] ?? ""} />
    <path class="head" d=${TRIANGLE} transform="translate(${x2} ${y2}) rotate(${angle.toFixed(1)})" />
    ${landed ? svg`<circle class="landed" cx=${x2} cy=${y2} r="6" />` : ""}
  </g>`;
}
