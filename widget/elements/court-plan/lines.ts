import { svg, type SVGTemplateResult } from "lit";
import { HALF_LENGTH, HALF_WIDTH, LINES, type Floor } from "../../court/model.js";
import { fromOwn, ZONES, type Half } from "../../court/own.js";
import { NEAR } from "../../court/moments.js";
import { toPlan, type PlanView } from "./plan-view.js";

/** How far the net's posts stand out on the drawing, metres. */
const POST = 0.15;

function line(view: PlanView, from: Floor, to: Floor, name: string): SVGTemplateResult {
  const [x1, y1] = toPlan(view, from);
  const [x2, y2] = toPlan(view, to);
  return svg`<line class=${name} x1=${x1} y1=${y1} x2=${x2} y2=${y2} />`;
}

function area(view: PlanView, one: Floor, other: Floor): { x: number; y: number; width: number; height: number } {
  const [x1, y1] = toPlan(view, one);
  const [x2, y2] = toPlan(view, other);
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) };
}

/** The playing surface. */
export function surface(view: PlanView): SVGTemplateResult {
  const { x, y, width, height } = area(view, [-HALF_WIDTH, -HALF_LENGTH], [HALF_WIDTH, HALF_LENGTH]);
  return svg`<rect class="floor" x=${x} y=${y} width=${width} height=${height} />`;
}

/** The painted lines and the net. */
export function lines(view: PlanView): SVGTemplateResult {
  return svg`
    ${LINES.map(([from, to]) => line(view, from, to, "line"))}
    ${line(view, [-HALF_WIDTH - POST, 0], [HALF_WIDTH + POST, 0], "net")}
  `;
}

/** The zones of a half with the share of time in each, from 0 to 1. */
export function zones(
  view: PlanView,
  half: Half,
  shares: readonly number[],
  text: (share: number) => string,
): SVGTemplateResult[] {
  const greatest = Math.max(...shares, Number.EPSILON);
  return ZONES.map(({ left, right, net, back }, index) => {
    const share = shares[index] ?? 0;
    const { x, y, width, height } = area(view, fromOwn([left, net], half), fromOwn([right, back], half));
    return svg`
      <rect class="zone" x=${x} y=${y} width=${width} height=${height} fill-opacity=${(0.6 * share) / greatest} />
      <text class="share" x=${x + width / 2} y=${y + height / 2}>${text(share)}</text>
    `;
  });
}

/** A place that was asked about, with what counts as near it. */
export function target(view: PlanView, floor: Floor): SVGTemplateResult {
  const [x, y] = toPlan(view, floor);
  return svg`<circle class="near" cx=${x} cy=${y} r=${NEAR * view.scale} />
    <path class="cross" d="M${x - 7} ${y}h14M${x} ${y - 7}v14" />`;
}
