import type { Calibration, CalibrationPoint } from "./edits.js";
import { MIN_CALIBRATION_POINTS } from "./edits.js";
import type { ErrorCode } from "./errors.js";
import { type Homography, type Point, project, solveHomography } from "./homography.js";

/** Whether somebody's points can be a court. Pure and small: the element asks while a point is dragged, the deployment before it stores. */

export { type Homography, type Point, project, solveHomography };

type CalibrationError = Extract<ErrorCode, `calibration_${string}`>;
type PictureSize = Calibration["size"];

/** Three points are in a row when their triangle is lower than this: metres on the floor, and lines of a picture that has 720. */
const LOW_ON_FLOOR = 0.2;
const LOW_IN_PICTURE = 3 / 720;

/** With more than four points, so many of their triangles may be turned over. */
const TURNED_SHARE = 0.15;

/** How far beyond the picture's edge a point may lie, in widths or heights of the picture. */
const MARGIN = 1;

/** Least and largest focal length of a camera that films a match, in half diagonals: a phone's widest lens, and a far tele lens. */
const FOCAL_RANGE = [0.5, 40] as const;

/**
 * How far a view may be from one that square pixels and a lens axis in the picture's middle allow: see `strangeness`. Of random views of a whole
 * court, 1 in 5000 is stranger when each corner is 4 pixels off at 720 lines, 1 in 160 when it is up to 15. The worker looks closer.
 */
const MOST_STRANGE = 1.2;

/** Root mean square distance of points from where the court through all of them has them, in half diagonals. */
const MOST_OFF = 0.1;

/** Two pictures have one shape when their ratios of width to height differ by less than this part. */
const SHAPE_TOLERANCE = 0.01;

/** Whether fractions of one picture are the same places in the other. */
export function sameShape([width, height]: PictureSize, [otherWidth, otherHeight]: PictureSize): boolean {
  return Math.abs((width * otherHeight) / (height * otherWidth) - 1) <= SHAPE_TOLERANCE;
}

/**
 * What is wrong with the points of a calibration; undefined when they can be a court. A court that is told half a turn round is none the
 * worse: it is symmetric, and the worker turns it.
 */
export function checkCalibration(points: readonly CalibrationPoint[], size: PictureSize): CalibrationError | undefined {
  if (fewest(points) < MIN_CALIBRATION_POINTS) return "calibration_points";
  if (points.some(({ picture }) => picture.some((value) => value < -MARGIN || value > 1 + MARGIN))) {
    return "calibration_outside";
  }
  const floor = points.map((point): Point => point.floor);
  const picture = points.map((point) => centred(point.picture, size));
  const corners = spanning(floor, picture, size);
  if (corners === undefined) return "calibration_flat";
  return wrongTurn(corners, floor, picture) ?? wrongCamera(floor, picture);
}

/** The number of different spots, on the floor or in the picture, whichever are fewer. */
function fewest(points: readonly CalibrationPoint[]): number {
  const spots = (of: (point: CalibrationPoint) => Point) =>
    new Set(
      points.map((point) =>
        of(point)
          .map((value) => value.toFixed(3))
          .join(),
      ),
    ).size;
  return Math.min(
    spots(({ floor }) => floor),
    spots(({ picture }) => picture),
  );
}

/** Fractions as half diagonals of the picture from its middle. */
function centred([x, y]: Point, [width, height]: PictureSize): Point {
  const unit = Math.hypot(width, height) / 2;
  return [((x - 0.5) * width) / unit, ((y - 0.5) * height) / unit];
}

/** Whether a triangle keeps its sense of turning in a picture whose y counts downwards, seen from above the floor. */
interface Triangle {
  readonly corners: readonly [number, number, number];
  readonly turned: boolean;
}

/** All triangles that are no line, on the floor or in the picture; undefined where they leave no quadrangle. */
function spanning(
  floor: readonly Point[],
  picture: readonly Point[],
  [width, height]: PictureSize,
): Triangle[] | undefined {
  const low = (LOW_IN_PICTURE * Math.min(width, height)) / (Math.hypot(width, height) / 2);
  const triangles = new Map<string, Triangle>();
  for (const corners of triples(floor.length)) {
    const below = triangle(corners, floor);
    const shown = triangle(corners, picture);
    if (below.height < LOW_ON_FLOOR || shown.height < low) continue;
    triangles.set(corners.join(), { corners, turned: below.area * shown.area > 0 });
  }
  const whole = [...triangles.values()].some(({ corners: [a, b, c] }) =>
    floor.some(
      (_, d) =>
        d > c &&
        [
          [a, b, d],
          [a, c, d],
          [b, c, d],
        ].every((other) => triangles.has(other.join())),
    ),
  );
  return whole ? [...triangles.values()] : undefined;
}

function* triples(count: number): Generator<[number, number, number]> {
  for (let a = 0; a < count; a += 1)
    for (let b = a + 1; b < count; b += 1) for (let c = b + 1; c < count; c += 1) yield [a, b, c];
}

/** Signed area, and the least height. */
function triangle(corners: readonly number[], of: readonly Point[]): { area: number; height: number } {
  const [a, b, c] = corners.map((corner): Point => of[corner] ?? [0, 0]) as [Point, Point, Point];
  const area = cross(a, b, c) / 2;
  const longest = Math.max(distance(a, b), distance(b, c), distance(c, a));
  return { area, height: longest > 0 ? (2 * Math.abs(area)) / longest : 0 };
}

/** What lies before a camera above the floor keeps its sense of turning. Of many points one may be off, and is for the fit to weigh. */
function wrongTurn(
  triangles: readonly Triangle[],
  floor: readonly Point[],
  picture: readonly Point[],
): CalibrationError | undefined {
  const share = triangles.filter(({ turned }) => turned).length / triangles.length;
  const allowed = floor.length === MIN_CALIBRATION_POINTS ? 0 : TURNED_SHARE;
  if (share <= allowed) return undefined;
  if (share >= 1 - allowed) return "calibration_mirrored";
  return crossesItself(outline(floor).map((corner) => picture[corner] ?? [0, 0]))
    ? "calibration_crossed"
    : "calibration_implausible";
}

/** The points in the order in which they lie around their middle. */
function outline(floor: readonly Point[]): number[] {
  const middle = (axis: 0 | 1) => floor.reduce((sum, point) => sum + point[axis], 0) / floor.length;
  const [x, y] = [middle(0), middle(1)];
  const angles = floor.map((point) => Math.atan2(point[1] - y, point[0] - x));
  return [...floor.keys()].sort((a, b) => (angles[a] ?? 0) - (angles[b] ?? 0));
}

function crossesItself(corners: readonly Point[]): boolean {
  const edges = corners.map((corner, index): [Point, Point] => [
    corner,
    corners[(index + 1) % corners.length] ?? corner,
  ]);
  return edges.some(([a, b], index) =>
    edges.slice(index + 2).some(([c, d]) => cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0),
  );
}

function wrongCamera(floor: readonly Point[], picture: readonly Point[]): CalibrationError | undefined {
  const homography = solveHomography(floor, picture);
  if (homography === undefined) return "calibration_flat";
  const off = floor.map((point, index) => {
    const shown = project(homography, point);
    return shown === undefined ? Infinity : distance(shown, picture[index] ?? [0, 0]) ** 2;
  });
  const error = Math.sqrt(off.reduce((sum, square) => sum + square, 0) / off.length);
  return error <= MOST_OFF && strangeness(homography) <= MOST_STRANGE ? undefined : "calibration_implausible";
}

/**
 * How far the two directions of the floor are, as the best of all cameras with square pixels and the lens axis in the picture's middle sees
 * them, from upright on each other and equally long: the hypotenuse of the angle's cosine and the logarithm of the ratio. 0 without any noise.
 */
function strangeness(homography: Homography): number {
  const [a1 = 0, b1 = 0, , a2 = 0, b2 = 0, , a3 = 0, b3 = 0] = homography;
  // Zhang (2000), equations 3 and 4: for g = 1 / f^2 both p g + q are 0. The second is halved, as a turn of the axes by 45 degrees makes of it the first.
  const p = [a1 * b1 + a2 * b2, (a1 * a1 + a2 * a2 - b1 * b1 - b2 * b2) / 2] as const;
  const q = [a3 * b3, (a3 * a3 - b3 * b3) / 2] as const;
  const [least, most] = [FOCAL_RANGE[1] ** -2, FOCAL_RANGE[0] ** -2];
  const best = -(p[0] * q[0] + p[1] * q[1]) / (p[0] * p[0] + p[1] * p[1]);
  const g = Math.min(Math.max(Number.isFinite(best) ? best : least, least), most);
  const across = (a1 * a1 + a2 * a2) * g + a3 * a3;
  const along = (b1 * b1 + b2 * b2) * g + b3 * b3;
  return Math.hypot((p[0] * g + q[0]) / Math.sqrt(across * along), Math.log(across / along) / 2);
}

function cross(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
