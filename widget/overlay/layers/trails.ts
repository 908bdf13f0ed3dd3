import type { Drawing, Surface } from "../painter.js";
import { colorOf } from "../style.js";
import { TRAIL_SECONDS } from "../trails.js";
import { place } from "../view.js";

/** The path of each player's feet over the last moments, fading with age. */
export function paintTrails(surface: Surface, { scene, view, style }: Drawing): void {
  surface.save();
  // Butt ends: round ones would overlap, and show as beads where the line is translucent.
  surface.lineCap = "butt";
  for (const { id, lines } of scene.trails) {
    surface.strokeStyle = colorOf(style, id);
    for (const line of lines) {
      for (const [index, point] of line.entries()) {
        const before = line[index - 1];
        if (!before) continue;
        const freshness = 1 - point.age / TRAIL_SECONDS;
        surface.globalAlpha = 0.15 + 0.85 * freshness;
        surface.lineWidth = style.line * (0.5 + freshness) * view.density;
        surface.beginPath();
        surface.moveTo(...place(view, before.x, before.y));
        surface.lineTo(...place(view, point.x, point.y));
        surface.stroke();
      }
    }
  }
  surface.restore();
}
