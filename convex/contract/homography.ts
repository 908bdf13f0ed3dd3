/** Plane to plane: the court's floor to the picture. Pure and small, for the browser and the deployment alike. */

export type Point = readonly [number, number];

/** 3 x 3, row by row; the third coordinate of what lies before the camera is positive. */
export type Homography = readonly number[];

/** Rounds of least squares: the second and third weigh each point by its distance from the camera, as found so far. */
const ROUNDS = 3;

/** Pivots below this are none, in a system whose numbers are about 1. */
const SINGULAR = 1e-9;

/** What lies behind the camera, or nearly so, counts as this near, of a mean depth of 1. */
const LEAST_DEPTH = 0.01;

/**
 * The homography that takes `floor` to `picture` with the least squared distance in the picture; exactly, for four points. Undefined
 * where the points do not determine one: fewer than four, or too many on one line.
 */
export function solveHomography(floor: readonly Point[], picture: readonly Point[]): Homography | undefined {
  if (floor.length < 4 || floor.length !== picture.length) return undefined;
  const from = normalisation(floor);
  const to = normalisation(picture);
  if (from === undefined || to === undefined) return undefined;
  const sources = floor.map((point) => normalised(point, from));
  const targets = picture.map((point) => normalised(point, to));
  // The middle of the floor points lies before the camera if they all do, so its third coordinate can be taken as 1.
  let solution: Homography | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    solution = leastSquares(sources, targets, solution);
    if (solution === undefined) return undefined;
  }
  return solution && denormalised(solution, from, to);
}

/** Where a place on the floor is shown; undefined where it is not before the camera. */
export function project(homography: Homography, [x, y]: Point): Point | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = homography;
  const depth = depthOf(homography, [x, y]);
  return depth > 0 ? [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth] : undefined;
}

/** Distance from the camera along its line of sight, in units of the homography's own. */
export function depthOf(homography: Homography, [x, y]: Point): number {
  const [, , , , , , g = 0, h = 0, i = 0] = homography;
  return g * x + h * y + i;
}

/** Moves points to their middle and scales them to a mean distance of √2 from it: the solution depends on numbers of about 1. */
interface Normalisation {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

function normalisation(points: readonly Point[]): Normalisation | undefined {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map((point) => point[0]));
  const y = mean(points.map((point) => point[1]));
  const distance = mean(points.map((point) => Math.hypot(point[0] - x, point[1] - y)));
  return distance > 0 && Number.isFinite(distance) ? { x, y, scale: Math.SQRT2 / distance } : undefined;
}

function normalised([x, y]: Point, by: Normalisation): Point {
  return [(x - by.x) * by.scale, (y - by.y) * by.scale];
}

/** `inverse(to) · homography · from`. */
function denormalised(homography: Homography, from: Normalisation, to: Normalisation): Homography {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = homography;
  const rows = [
    [a / to.scale + g * to.x, b / to.scale + h * to.x, c / to.scale + i * to.x],
    [d / to.scale + g * to.y, e / to.scale + h * to.y, f / to.scale + i * to.y],
    [g, h, i],
  ];
  return rows.flatMap(([p = 0, q = 0, r = 0]) => {
    const [left, right] = [p * from.scale, q * from.scale];
    return [left, right, r - left * from.x - right * from.y];
  });
}

/** One round. Each equation `u · depth = a x + b y + c`, and its like for v, is divided by the depth that is known so far. */
function leastSquares(
  sources: readonly Point[],
  targets: readonly Point[],
  known: Homography | undefined,
): Homography | undefined {
  const equations = sources.flatMap((source, index) => {
    const [x, y] = source;
    const [u, v] = targets[index] ?? [0, 0];
    const depth = known === undefined ? 1 : Math.max(depthOf(known, source), LEAST_DEPTH);
    const pair = [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
    return pair.map((equation) => equation.map((value) => value / depth));
  });
  const normal = Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 9 }, (_, column) =>
      equations.reduce((sum, equation) => sum + (equation[row] ?? 0) * (equation[column] ?? 0), 0),
    ),
  );
  const solution = eliminate(normal);
  return solution && [...solution, 1];
}

/** Solves linear equations, each given as its coefficients and its right side; undefined where no single solution is. */
function eliminate(equations: readonly (readonly number[])[]): number[] | undefined {
  const [pivot, ...others] = [...equations].sort(([a = 0], [b = 0]) => Math.abs(b) - Math.abs(a));
  if (pivot === undefined) return [];
  const [lead = 0, ...rest] = pivot;
  if (!(Math.abs(lead) > SINGULAR)) return undefined;
  const smaller = others.map(([first = 0, ...row]) =>
    row.map((value, index) => value - (first / lead) * (rest[index] ?? 0)),
  );
  const tail = eliminate(smaller);
  if (tail === undefined) return undefined;
  const right = rest[tail.length] ?? 0;
  return [tail.reduce((sum, value, index) => sum - value * (rest[index] ?? 0), right) / lead, ...tail];
}
