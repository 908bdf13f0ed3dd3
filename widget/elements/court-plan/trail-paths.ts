import { svg, type SVGTemplateResult } from "lit";
import type { Floor } from "../../court/model.js";
import { FLOOR_TRAIL_SECONDS, type TrailPlace } from "../../court/places.js";

/** In how many steps a trail fades. */
export const FADES = 3;

/** A trail as SVG path data. */
export interface TrailPaths {
  /** What was seen, from the freshest to the oldest. */
  readonly seen: readonly string[];
  /** What was only bridged. */
  readonly bridged: string;
}

/** The elements of a trail: one path for each step of fading, and one for what was bridged. */
export function trail(name: string, className: string): SVGTemplateResult[] {
  const fades = Array.from({ length: FADES }, (_, fade) => `fade-${fade}`);
  return [...fades, "bridged"].map(
    (fade, index) => svg`<path id="trail-${name}-${index}" class="trail ${fade} ${className}" />`,
  );
}

/** The paths of a player's trail; `toPlan` says where a place is drawn. */
export function trailPaths(
  lines: readonly (readonly TrailPlace[])[],
  toPlan: (floor: Floor) => readonly [number, number],
): TrailPaths {
  const seen = Array.from({ length: FADES }, () => "");
  let bridged = "";
  for (const line of lines) {
    let last = "";
    for (const [index, to] of line.entries()) {
      const from = line[index - 1];
      if (!from) continue;
      const fade = Math.min(FADES - 1, Math.floor((FADES * to.age) / FLOOR_TRAIL_SECONDS));
      const kind = from.bridged || to.bridged ? "bridged" : String(fade);
      const step = `${kind === last ? "" : `M${point(toPlan(from.floor))}`}L${point(toPlan(to.floor))}`;
      last = kind;
      if (kind === "bridged") bridged += step;
      else seen[fade] = `${seen[fade] ?? ""}${step}`;
    }
  }
  return { seen, bridged };
}

const point = ([x, y]: readonly [number, number]) => `${x.toFixed(1)} ${y.toFixed(1)}`;
