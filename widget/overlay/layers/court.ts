import { shownLines, shownNet, type Fractions } from "../../court/camera.js";
import type { Drawing, Surface } from "../painter.js";
import { place, type View } from "../view.js";
import { strokeOutlined } from "./outlined.js";

/** Width of the court's lines, as a share of the other lines' width: they lie on what they are to be compared with. */
const WIDTH = 0.5;

/** The court's lines and, where heights can be told, the net, as the frame's camera shows them. */
export function paintCourt(surface: Surface, { scene, view, style }: Drawing): void {
  if (!scene.court) return;
  const { camera, size } = scene.court;
  const path = new Path2D();
  for (const line of [...shownLines(camera, size), ...shownNet(camera, size)]) addLine(path, line, view);
  strokeOutlined(surface, path, style.court, WIDTH * style.line * view.density, style);
}

function addLine(path: Path2D, line: readonly Fractions[], view: View): void {
  for (const [index, [x, y]] of line.entries()) {
    if (index === 0) path.moveTo(...place(view, x, y));
    else path.lineTo(...place(view, x, y));
  }
}
