import type { Surface } from "../painter.js";
import type { OverlayStyle } from "../style.js";

/** Width of the outline on each side of a line, as a share of the line's width. */
const OUTLINE_SHARE = 0.5;

/** Strokes a path in `color`, with the outline beneath it. `width` is in canvas pixels. */
export function strokeOutlined(
  surface: Surface,
  path: Path2D,
  color: string,
  width: number,
  style: OverlayStyle,
): void {
  surface.strokeStyle = style.outline;
  surface.lineWidth = width * (1 + 2 * OUTLINE_SHARE);
  surface.stroke(path);
  surface.strokeStyle = color;
  surface.lineWidth = width;
  surface.stroke(path);
}
