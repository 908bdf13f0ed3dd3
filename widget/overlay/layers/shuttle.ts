import type { Drawing, Surface } from "../painter.js";
import { pointAt, type ShuttlePoint } from "../shuttle.js";
import { colorOf } from "../style.js";
import { place, type View } from "../view.js";

/** Width of the outline on each side of the line, as a share of its width: it is what shows the line on white. */
const OUTLINE = 0.6;
/** Width of the line, as a share of the other lines' width, where it is fresh and where it is oldest. */
const FRESH = 1.1;
const OLD = 0.6;
/** What was bridged is fainter, and dashed: lengths of dashes and gaps in widths of a fresh line. */
const BRIDGED_ALPHA = 0.6;
const DASHES = [1.2, 2.2] as const;
/** Radius of the shuttle's ring and of the marks at hits, in line widths. */
const RING = 2.4;
const HIT = 1.7;

/** One step of the shuttle's way. */
interface Step {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** 1 now, 0 where the trail ends. */
  readonly freshness: number;
  readonly bridged: boolean;
  /** Length of the line up to here, canvas pixels: dashes go on from step to step. */
  readonly along: number;
}

/** The shuttle's way over the last moments, marked where it was hit, with a ring where it is now. */
export function paintShuttle(surface: Surface, drawing: Drawing): void {
  const { scene, view, style } = drawing;
  if (style.shuttleTrail > 0) {
    const steps = stepsOf(drawing);
    surface.save();
    // Butt ends: round ones would overlap, and show as beads where the line is translucent.
    surface.lineCap = "butt";
    for (const step of steps) strokeStep(surface, step, style.outline, view, style.line, 1 + 2 * OUTLINE);
    for (const step of steps) strokeStep(surface, step, style.shuttle, view, style.line, 1);
    surface.restore();
    paintHits(surface, drawing);
  }
  if (scene.shuttle.now) paintRing(surface, drawing, scene.shuttle.now);
}

function stepsOf({ scene, view, style }: Drawing): Step[] {
  const steps: Step[] = [];
  for (const line of scene.shuttle.lines) {
    let along = 0;
    for (const [at, point] of line.entries()) {
      const before = line[at - 1];
      if (!before) continue;
      const [from, to] = [place(view, before.x, before.y), place(view, point.x, point.y)];
      const freshness = 1 - (scene.seconds - before.seconds) / style.shuttleTrail;
      const bridged = before.state === "bridged" || point.state === "bridged";
      if (freshness >= 0) steps.push({ from, to, freshness, bridged, along });
      along += Math.hypot(to[0] - from[0], to[1] - from[1]);
    }
  }
  return steps;
}

function strokeStep(
  surface: Surface,
  { from, to, freshness, bridged, along }: Step,
  color: string,
  { density }: View,
  line: number,
  share: number,
): void {
  surface.strokeStyle = color;
  surface.globalAlpha = (0.25 + 0.75 * freshness) * (bridged ? BRIDGED_ALPHA : 1);
  surface.lineWidth = line * (OLD + (FRESH - OLD) * freshness) * density * share;
  surface.setLineDash(bridged ? DASHES.map((length) => length * line * density) : []);
  surface.lineDashOffset = along;
  surface.beginPath();
  surface.moveTo(...from);
  surface.lineTo(...to);
  surface.stroke();
}

/** A disc in the hitter's colour wherever the way that is drawn was hit. */
function paintHits(surface: Surface, { scene, view, style, hits = [] }: Drawing): void {
  const radius = HIT * style.line * view.density;
  for (const { time, hitter } of hits) {
    if (time > scene.seconds || time < scene.seconds - style.shuttleTrail) continue;
    const point = pointAt(scene.shuttle, time);
    if (!point) continue;
    surface.beginPath();
    surface.arc(...place(view, point.x, point.y), radius, 0, 2 * Math.PI);
    surface.fillStyle = hitter === undefined ? style.shuttle : colorOf(style, hitter);
    surface.strokeStyle = style.outline;
    surface.lineWidth = OUTLINE * style.line * view.density;
    surface.fill();
    surface.stroke();
  }
}

/** A ring that leaves the shuttle itself to be seen; broken where it is only bridged. */
function paintRing(surface: Surface, { view, style }: Drawing, { x, y, state }: ShuttlePoint): void {
  const width = 0.6 * style.line * view.density;
  surface.save();
  surface.beginPath();
  surface.arc(...place(view, x, y), RING * style.line * view.density, 0, 2 * Math.PI);
  if (state === "bridged") surface.setLineDash(DASHES.map((length) => length * 1.5 * width));
  surface.strokeStyle = style.outline;
  surface.lineWidth = width * (1 + 2 * OUTLINE);
  surface.stroke();
  surface.strokeStyle = style.shuttle;
  surface.lineWidth = width;
  surface.stroke();
  surface.restore();
}
