import fc from "fast-check";
import { expect, test } from "vitest";
import { ORIENTATIONS, planView, toFloor, toPlan } from "./plan-view.js";

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

test("a point outside is the nearest place inside", () => {
  expect(toFloor(planView(205, "portrait"), -50, 9999)).toEqual([near(-4.1), near(-8.2)]);
});
