import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FloorPoint, PicturePoint } from "../../../convex/contract/court.js";
import { pointsFrom, usualPoints } from "./initial.js";
import { CORNERS } from "./landmarks.js";

/** A camera straight above the court that sees `metres` of it from `left`, `near` on. */
const above =
  (left: number, near: number, metres: number) =>
  ([x, y]: FloorPoint): PicturePoint => [(x - left) / metres, 1 - (y - near) / metres];

const ids = (points: { landmark: { id: string } }[]) => points.map(({ landmark }) => landmark.id);

describe("where the points start", () => {
  test("at the outer corners where all are in the picture", () => {
    expect(ids(pointsFrom(above(-8, -8, 16)))).toEqual(ids(CORNERS.map((landmark) => ({ landmark }))));
  });

  test("at the widest landmarks in the picture where a corner is outside", () => {
    const points = pointsFrom(above(-2.8, -6, 14));
    expect(points).toHaveLength(4);
    expect(new Set(ids(points)).size).toBe(4);
    expect(ids(points)).toContain("far-base right-doubles");
    for (const { at } of points) for (const value of at) expect(value >= 0 && value <= 1).toBe(true);
  });

  test("at the usual corners where the picture shows too little", () => {
    expect(pointsFrom(above(20, 20, 5))).toEqual(usualPoints());
    expect(pointsFrom(() => undefined)).toEqual(usualPoints());
  });

  test("never with all on one line", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: 3, noNaN: true }),
        fc.double({ min: -9, max: 3, noNaN: true }),
        (left, near) => {
          const [a, b, c, d] = pointsFrom(above(left, near, 6)).map(({ at }) => at);
          if (!a || !b || !c || !d) throw new Error("four points");
          const twice = (p: PicturePoint, q: PicturePoint, r: PicturePoint) =>
            Math.abs((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
          expect(twice(a, b, c) + twice(a, c, d)).toBeGreaterThan(0.009);
        },
      ),
    );
  });
});
