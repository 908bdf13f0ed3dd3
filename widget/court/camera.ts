import type { CourtCamera } from "../../convex/contract/court.js";
import { LINES, NET, type Floor } from "./model.js";

/** A place in a picture, as fractions of its width and height. */
export type Fractions = readonly [number, number];

/** Width and height of a picture, pixels. */
export type Size = readonly [number, number];

/** Row by row: 3 x 3, or 3 x 4 for points in space. */
export type Matrix = readonly number[];

/** A point before it is divided by its scale; behind the camera the scale is not positive. */
type Homogeneous = readonly [number, number, number];

type Ends = readonly [Fractions, Fractions];

/** Pieces of a line that a lens bends. */
const BENT_PIECES = 24;

/** Lines are followed as far as this from the picture's middle, half diagonals. */
const REACH = 3;

/** A line that passes the camera is cut where its scale is this share of its greatest. */
const NEAREST = 1e-3;

/** The camera of a frame that shows the view's picture moved by `motion`, a homography of pixels. */
export function movedBy(camera: CourtCamera, motion: Matrix): CourtCamera {
  const { homography, projection } = camera;
  return {
    ...camera,
    homography: product(motion, homography, 3),
    ...(projection ? { projection: product(motion, projection, 4) } : {}),
  };
}

/** Where a picture shows a place on the floor; undefined behind the camera, and where the lens's model folds back. */
export function show({ homography, distortion }: CourtCamera, size: Size, floor: Floor): Fractions | undefined {
  const [x, y, scale] = apply(homography, [...floor, 1]);
  if (scale <= 0) return undefined;
  const ideal: Fractions = [x / scale, y / scale];
  return 1 + 3 * distortion * squareRadius(ideal, size) > 0 ? bend(ideal, size, distortion) : undefined;
}

/** The painted lines as a picture shows them, each as a polyline; those that it cannot show are left out. */
export function shownLines({ homography, distortion }: CourtCamera, size: Size): Fractions[][] {
  return shown(homography, LINES, size, distortion);
}

/** The net's posts and upper edge, likewise; none where heights cannot be told. */
export function shownNet({ projection, distortion }: CourtCamera, size: Size): Fractions[][] {
  return projection ? shown(projection, NET, size, distortion) : [];
}

function shown(
  matrix: Matrix,
  lines: readonly (readonly [readonly number[], readonly number[]])[],
  size: Size,
  distortion: number,
): Fractions[][] {
  return lines.flatMap(([from, to]) => {
    const ends = inFront(apply(matrix, [...from, 1]), apply(matrix, [...to, 1]));
    const near = ends && withinReach(ends, size, distortion);
    return near ? [bentLine(near, size, distortion)] : [];
  });
}

/** A straight line stays straight but for the lens. */
function bentLine([[x0, y0], [x1, y1]]: Ends, size: Size, distortion: number): Fractions[] {
  const pieces = distortion === 0 ? 1 : BENT_PIECES;
  return Array.from({ length: pieces + 1 }, (_, piece) => {
    const share = piece / pieces;
    return bend([x0 + share * (x1 - x0), y0 + share * (y1 - y0)], size, distortion);
  });
}

/** The ends, in pixels, of the part of a line that lies in front of the camera. */
function inFront(from: Homogeneous, to: Homogeneous): Ends | undefined {
  const nearest = NEAREST * Math.max(from[2], to[2]);
  if (nearest <= 0) return undefined;
  const cut = (end: Homogeneous, other: Homogeneous): Fractions => {
    const share = end[2] >= nearest ? 0 : (nearest - end[2]) / (other[2] - end[2]);
    const along = (axis: 0 | 1 | 2) => end[axis] + share * (other[axis] - end[axis]);
    return [along(0) / along(2), along(1) / along(2)];
  };
  return [cut(from, to), cut(to, from)];
}

/** The part of a line within reach of the picture; a lens that draws inwards reaches only as far as it does not fold back. */
function withinReach([[x0, y0], [x1, y1]]: Ends, [width, height]: Size, distortion: number): Ends | undefined {
  const farthest = distortion < 0 ? Math.min(REACH, Math.sqrt(-1 / (3 * distortion))) : REACH;
  const radius = (farthest * Math.hypot(width, height)) / 2;
  const [fromX, fromY] = [x0 - width / 2, y0 - height / 2];
  const [stepX, stepY] = [x1 - x0, y1 - y0];
  const a = stepX ** 2 + stepY ** 2;
  const b = fromX * stepX + fromY * stepY;
  const root = b ** 2 - a * (fromX ** 2 + fromY ** 2 - radius ** 2);
  if (a === 0 || root <= 0) return undefined;
  const first = Math.max(0, (-b - Math.sqrt(root)) / a);
  const last = Math.min(1, (-b + Math.sqrt(root)) / a);
  if (first >= last) return undefined;
  return [
    [x0 + first * stepX, y0 + first * stepY],
    [x0 + last * stepX, y0 + last * stepY],
  ];
}

/** Where the lens shows a pixel. */
function bend([x, y]: Fractions, size: Size, distortion: number): Fractions {
  const [width, height] = size;
  const factor = 1 + distortion * squareRadius([x, y], size);
  return [0.5 + ((x - width / 2) * factor) / width, 0.5 + ((y - height / 2) * factor) / height];
}

/** Square of a pixel's distance from the picture's middle, in half diagonals. */
function squareRadius([x, y]: Fractions, [width, height]: Size): number {
  return (4 * ((x - width / 2) ** 2 + (y - height / 2) ** 2)) / (width ** 2 + height ** 2);
}

function apply(matrix: Matrix, point: readonly number[]): Homogeneous {
  const row = (index: number) =>
    point.reduce((sum, value, column) => sum + value * (matrix[index * point.length + column] ?? 0), 0);
  return [row(0), row(1), row(2)];
}

/** `left`, 3 x 3, times `right`, 3 x `columns`. */
export function product(left: Matrix, right: Matrix, columns: number): number[] {
  const cell = (row: number, column: number) =>
    [0, 1, 2].reduce((sum, at) => sum + (left[3 * row + at] ?? 0) * (right[columns * at + column] ?? 0), 0);
  return Array.from({ length: 3 * columns }, (_, index) => cell(Math.floor(index / columns), index % columns));
}
