import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkCalibration, type Point, project, sameShape, solveHomography } from "./calibration.js";
import type { CalibrationPoint } from "./edits.js";

const SIZE: [number, number] = [1280, 720];
const CORNERS: Point[] = [
  [-3.03, -6.68],
  [3.03, -6.68],
  [3.03, 6.68],
  [-3.03, 6.68],
];
const CROSSINGS: Point[] = [
  [-2.57, -6.68],
  [0, -2],
  [2.57, -2],
  [3.03, 2],
  [0, 2],
  [-2.57, 5.94],
  [2.57, 5.94],
];

type Vector = [number, number, number];

interface Camera {
  readonly position: Vector;
  readonly target: Vector;
  /** Focal length in widths of the picture. */
  readonly focal: number;
}

/** Cameras behind or beside the court, from a tripod's height to a hall's gallery, that look at it. */
const cameras = fc.record<Camera>({
  position: fc
    .record({
      angle: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
      away: fc.double({ min: 9, max: 30, noNaN: true }),
      height: fc.double({ min: 1.5, max: 12, noNaN: true }),
    })
    .map(({ angle, away, height }): Vector => [Math.sin(angle) * away, -Math.cos(angle) * away, height]),
  target: fc.tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.constant(0.5),
  ),
  focal: fc.double({ min: 0.35, max: 1.2, noNaN: true }),
});

const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Vector): Vector => {
  const length = Math.sqrt(dot(a, a));
  return [a[0] / length, a[1] / length, a[2] / length];
};

/** Where the camera shows a place on the floor, as fractions of the picture: by its rays, not by a homography. */
function shown({ position, target, focal }: Camera, [x, y]: Point): Point {
  const ahead = unit(minus(target, position));
  const right = unit(cross(ahead, [0, 0, 1]));
  const ray = minus([x, y, 0], position);
  const depth = dot(ray, ahead);
  const scale = focal / depth;
  const [width, height] = SIZE;
  return [0.5 + scale * dot(ray, right), 0.5 + (scale * dot(ray, cross(ahead, right)) * width) / height];
}

const pointsOf = (camera: Camera, floor: readonly Point[] = CORNERS): CalibrationPoint[] =>
  floor.map(([x, y]) => {
    const [u, v] = shown(camera, [x, y]);
    return { floor: [x, y], picture: [u, v] };
  });

/** A camera behind the court in a gallery, and what it shows. */
const GALLERY: Camera = { position: [0.5, -16, 6], target: [0, 0, 0.5], focal: 0.9 };
const gallery = pointsOf(GALLERY);

/** Not so far out that the check refuses it for that alone. */
const isNear = (points: readonly CalibrationPoint[]) =>
  points.every(({ picture }) => picture.every((value) => value > -0.9 && value < 1.9));

/** The same pictures with the floor points in another order. */
const reordered = (points: readonly CalibrationPoint[], order: readonly number[]): CalibrationPoint[] =>
  points.map(({ floor }, index) => ({ floor, picture: points[order[index]!]!.picture }));

describe("solveHomography", () => {
  test("gives back what the camera shows, from four points or more", () => {
    fc.assert(
      fc.property(cameras, fc.boolean(), (camera, more) => {
        const floor = more ? [...CORNERS, ...CROSSINGS] : CORNERS;
        const homography = solveHomography(
          floor,
          floor.map((point) => shown(camera, point)),
        );
        for (const point of [...CORNERS, ...CROSSINGS]) {
          const [u, v] = shown(camera, point);
          const [x, y] = project(homography!, point)!;
          expect(Math.hypot(x - u, y - v)).toBeLessThan(1e-7);
        }
      }),
    );
  });

  test("does not show what is behind the camera", () => {
    const homography = solveHomography(
      CORNERS,
      gallery.map(({ picture }) => picture),
    );
    expect(project(homography!, [0, -18.5])).toBeUndefined();
    expect(project(homography!, [0, -30])).toBeUndefined();
    expect(project(homography!, [0, -8])).toBeDefined();
  });

  test("spreads the error of points that contradict each other, and no camera position outweighs it", () => {
    const floor = [...CORNERS, ...CROSSINGS];
    const picture = floor.map((point) => shown(GALLERY, point));
    const off = picture.map(([x, y], index): Point => [
      x + 0.004 * Math.sin(9 * index),
      y + 0.004 * Math.cos(5 * index),
    ]);
    const homography = solveHomography(floor, off)!;
    const error = (values: readonly number[]) =>
      floor.reduce((sum, point, index) => {
        const [x, y] = project(values, point)!;
        return sum + (x - off[index]![0]) ** 2 + (y - off[index]![1]) ** 2;
      }, 0);
    const least = error(homography);
    expect(least).toBeGreaterThan(0);
    for (const [index, value] of homography.entries()) {
      for (const step of [-1e-3, 1e-3])
        expect(error(homography.with(index, value * (1 + step)))).toBeGreaterThan(0.999 * least);
    }
  });

  test.each([
    ["three points", CORNERS.slice(1)],
    [
      "points on one line",
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
      ] as Point[],
    ],
    ["one point four times over", new Array<Point>(4).fill([1, 1])],
  ])("has no answer for %s", (_, floor) => {
    expect(solveHomography(floor, floor)).toBeUndefined();
  });
});

describe("checkCalibration takes", () => {
  const check = (points: readonly CalibrationPoint[]) => checkCalibration(points, SIZE);

  test("whatever a camera shows, also half a turn round", () => {
    fc.assert(
      fc.property(cameras, (camera) => {
        const corners = pointsOf(camera);
        fc.pre(isNear(corners));
        expect(check(corners)).toBeUndefined();
        expect(check(reordered(corners, [2, 3, 0, 1]))).toBeUndefined();
        const all = pointsOf(camera, [...CORNERS, ...CROSSINGS]);
        fc.pre(isNear(all));
        expect(check(all)).toBeUndefined();
      }),
    );
  });

  test("points that are a few pixels off, where the court fills a third of the picture", () => {
    const offsets = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(cameras, offsets, (camera, off) => {
        const heights = pointsOf(camera).map(({ picture }) => picture[1]);
        fc.pre(Math.max(...heights) - Math.min(...heights) > 0.3);
        const corners = pointsOf(camera).map(({ floor, picture }, index): CalibrationPoint => ({
          floor,
          picture: [picture[0] + off[2 * index]! / 1280, picture[1] + off[2 * index + 1]! / 720],
        }));
        fc.pre(isNear(corners));
        expect(check(corners)).toBeUndefined();
      }),
    );
  });

  test("a view from straight above, of which no focal length can be told", () => {
    const above = CORNERS.map(([x, y]): CalibrationPoint => ({
      floor: [x, y],
      picture: [0.5 + x / 25, 0.5 - (y * 16) / 225],
    }));
    expect(check(above)).toBeUndefined();
  });
});

describe("checkCalibration refuses", () => {
  const check = (points: readonly CalibrationPoint[]) => checkCalibration(points, SIZE);
  const moved = (index: number, picture: [number, number]) => gallery.with(index, { ...gallery[index]!, picture });

  test("left and right exchanged, from whatever camera", () => {
    fc.assert(
      fc.property(cameras, (camera) => {
        const corners = pointsOf(camera);
        fc.pre(isNear(corners));
        expect(check(reordered(corners, [1, 0, 3, 2]))).toBe("calibration_mirrored");
        expect(check(reordered(corners, [3, 2, 1, 0]))).toBe("calibration_mirrored");
      }),
    );
  });

  test("two neighbouring corners exchanged, from whatever camera", () => {
    const exchanges = fc.constantFrom([1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 3, 2], [3, 1, 2, 0]);
    fc.assert(
      fc.property(cameras, exchanges, (camera, order) => {
        const corners = pointsOf(camera);
        fc.pre(isNear(corners));
        expect(check(reordered(corners, order))).toBe("calibration_crossed");
      }),
    );
  });

  test("a corner that is dragged over the opposite side line", () => {
    const [, near, far] = gallery;
    const beyond: [number, number] = [near!.picture[0] + 0.05, (near!.picture[1] + far!.picture[1]) / 2];
    expect(check(moved(0, beyond))).toBe("calibration_crossed");
  });

  test("a dent, which no camera makes of a corner", () => {
    const middle = (axis: 0 | 1) => gallery.slice(1).reduce((sum, { picture }) => sum + picture[axis] / 3, 0);
    expect(check(moved(0, [middle(0), middle(1)]))).toBe("calibration_implausible");
  });

  test("a shape that asks for pixels which are far from square", () => {
    const kite: [number, number][] = [
      [0.45, 0.95],
      [0.95, 0.5],
      [0.55, 0.48],
      [0.05, 0.52],
    ];
    expect(check(CORNERS.map(([x, y], index) => ({ floor: [x, y], picture: kite[index]! })))).toBe(
      "calibration_implausible",
    );
  });

  test("many points of which some contradict the others", () => {
    const all = pointsOf(GALLERY, [...CORNERS, ...CROSSINGS]);
    const [x, y] = all[4]!.picture;
    expect(check(all.with(4, { ...all[4]!, picture: [x + 0.01, y] }))).toBeUndefined();
    expect(check(all.with(4, { ...all[4]!, picture: [x - 0.9, y + 0.6] }))).toBe("calibration_implausible");
  });

  test("points on one line, of the floor or of the picture", () => {
    const line = pointsOf(GALLERY, [
      [-3.03, -6.68],
      [-2.57, -6.68],
      [0, -6.68],
      [3.03, -6.68],
    ]);
    expect(check(line)).toBe("calibration_flat");
    const almost = pointsOf(GALLERY, [
      [-3.03, -6.68],
      [-2.57, -6.68],
      [0, -6.68],
      [3.03, 6.68],
    ]);
    expect(check(almost)).toBe("calibration_flat");
    expect(check(gallery.map(({ floor, picture: [x] }) => ({ floor, picture: [x, 0.5] })))).toBe("calibration_flat");
  });

  test("fewer than four different places", () => {
    expect(check(gallery.slice(1))).toBe("calibration_points");
    expect(check([...gallery.slice(1), gallery[1]!])).toBe("calibration_points");
    expect(check(moved(0, gallery[1]!.picture))).toBe("calibration_points");
    expect(check([])).toBe("calibration_points");
  });

  test("what lies more than a picture beyond the picture", () => {
    expect(check(moved(0, [-1.01, 0.9]))).toBe("calibration_outside");
    expect(check(moved(0, [0.2, 2.01]))).toBe("calibration_outside");
  });
});

test("pictures of one shape differ in size only", () => {
  expect(sameShape([1280, 720], [1920, 1080])).toBe(true);
  expect(sameShape([1280, 720], [854, 480])).toBe(true);
  expect(sameShape([1280, 720], [720, 1280])).toBe(false);
  expect(sameShape([1280, 720], [1440, 1080])).toBe(false);
});
