import type { Drawing, Surface } from "../painter.js";
import { colorOf, lineWidth } from "../style.js";
import { place } from "../view.js";
import { strokeOutlined } from "./outlined.js";

/** A rectangle around each player. */
export function paintBoxes(surface: Surface, { scene, view, style }: Drawing): void {
  for (const { id, left, top, right, bottom } of scene.players) {
    const [x, y] = place(view, left, top);
    const [farX, farY] = place(view, right, bottom);
    const path = new Path2D();
    path.rect(x, y, farX - x, farY - y);
    const width = lineWidth(style, (farY - y) / view.density) * view.density;
    strokeOutlined(surface, path, colorOf(style, id), width, style);
  }
}
