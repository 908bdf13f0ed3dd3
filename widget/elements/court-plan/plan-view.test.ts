import fc from "fast-check";
import { expect, test } from "vitest";
import { ORIENTATIONS, planView, toFloor, toPlan, toPlanInside } from "./plan-view.js";

const near = (value: number): unknown => expect.closeTo(value, 6);

test("near is at the bottom, left at the left, as in the picture", () => {
  const view = planView(205, "portrait");
  expect(view).toMatchObject({ height: near(410), scale: near(25) });
  expect(toPlan(view, [0, 0])).toEqual([near(102.5), near(205)]);
  expect(toPlan(view, [-1, -4])).toEqual([near(77.5), near(305)]);
});

test("landscape is the same, turned clockwise", () => {
  const view = planView(410, "landscape");
  expect(view).toMatchObject({ height: near(205), scale: near(25) });
  // Near at the left, and what was at the left there is on top.
  expect(toPlan(view, [-1, -4])).toEqual([near(105), near(77.5)]);
});

test("to scale in both directions, and back", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ORIENTATIONS),
      fc.integer({ min: 100, max: 900 }),
      fc.double({ min: -4, max: 4, noNaN: true }),
      fc.double({ min: -8, max: 8, noNaN: true }),
      (orientation, width, x, y) => {
        const view = planView(width, orientation);
        const [left, top] = toPlan(view, [x, y]);
        const [backX, backY] = toFloor(view, left, top);
        expect(backX).toBeCloseTo(x);
        expect(backY).toBeCloseTo(y);
        const [otherLeft, otherTop] = toPlan(view, [x + 0.3, y + 0.4]);
        expect(Math.hypot(otherLeft - left, otherTop - top)).toBeCloseTo(0.5 * view.scale);
      },
    ),
  );
});

test("a place that is not shown is held at the edge, with the direction in which it lies", () => {
  const view = planView(205, "portrait");
  const inside = (floor: [number, number]) => toPlanInside(view, floor, 14);
  expect(inside([1, 2])).toEqual({ at: toPlan(view, [1, 2]), beyond: undefined });
  expect(inside([0, -12])).toEqual({ at: [near(102.5), near(396)], beyond: near(90) });
  expect(inside([-9, 3])).toEqual({ at: [near(14), near(130)], beyond: near(180) });
  expect(inside([4.1, 8.2])).toEqual({ at: [near(191), near(14)], beyond: near(-45) });
});

test("nobody is drawn outside, and the arrow leads to where they are", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ORIENTATIONS),
      fc.double({ min: -60, max: 60, noNaN: true }),
      fc.double({ min: -60, max: 60, noNaN: true }),
      (orientation, x, y) => {
        const view = planView(300, orientation);
        const { at, beyond } = toPlanInside(view, [x, y], 14);
        const [left, top] = toPlan(view, [x, y]);
        expect(at[0]).toBeGreaterThanOrEqual(14);
        expect(at[0]).toBeLessThanOrEqual(view.width - 14);
        expect(at[1]).toBeGreaterThanOrEqual(14);
        expect(at[1]).toBeLessThanOrEqual(view.height - 14);
        if (beyond === undefined) {
          expect(at).toEqual([left, top]);
          return;
        }
        const [distance, turn] = [Math.hypot(left - at[0], top - at[1]), (beyond * Math.PI) / 180];
        expect(at[0] + distance * Math.cos(turn)).toBeCloseTo(left);
        expect(at[1] + distance * Math.sin(turn)).toBeCloseTo(top);
      },
    ),
  );
});

test("a point outside is the nearest place inside", () => {
  expect(toFloor(planView(205, "portrait"), -50, 9999)).toEqual([near(-4.1), near(-8.2)]);
});
