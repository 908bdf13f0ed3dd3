import { COORDINATE_SCALE } from "../../convex/contract/segment.js";
import type { SegmentData } from "../client/segments.js";
import { product, type Matrix, type Size } from "./camera.js";

/**
 * How a segment's frame shows the picture for which its view's court is told: a homography of pixels. Undefined where the camera
 * stands still.
 */
export function motionAt({ motion }: SegmentData, offset: number, [width, height]: Size): Matrix | undefined {
  if (motion.length === 0) return undefined;
  const corners = Array.from(motion.subarray(8 * offset, 8 * offset + 8), (value) => value / COORDINATE_SCALE);
  const toFractions = [1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1];
  const toPixels = [width, 0, 0, 0, height, 0, 0, 0, 1];
  return product(toPixels, product(fromUnitSquare(corners), toFractions, 3), 3);
}

/**
 * The homography that takes the unit square's corners (0, 0), (1, 0), (1, 1) and (0, 1) to these four, x and y of each in turn.
 * P. Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), section 2.2.3.
 */
export function fromUnitSquare(corners: readonly number[]): Matrix {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = corners;
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / area;
  const h = (dx1 * dy3 - dx3 * dy1) / area;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
}
