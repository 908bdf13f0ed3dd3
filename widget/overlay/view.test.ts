import fc from "fast-check";
import { expect, test } from "vitest";
import { contain, place } from "./view.js";

test.each([
  ["the same shape", [800, 450, 1600, 900], { x: 0, y: 0, width: 800, height: 450 }],
  ["a wide stage", [1000, 450, 1600, 900], { x: 100, y: 0, width: 800, height: 450 }],
  ["a tall stage", [320, 600, 1600, 900], { x: 0, y: 210, width: 320, height: 180 }],
  ["an upright video", [900, 450, 9, 16], { x: 323.4375, y: 0, width: 253.125, height: 450 }],
  ["no video yet", [300, 200, 0, 0], { x: 0, y: 0, width: 300, height: 200 }],
] as const)("%s", (_name, [width, height, contentWidth, contentHeight], expected) => {
  expect(contain(width, height, contentWidth, contentHeight)).toEqual(expected);
});

test("the picture keeps its shape, stays inside, and touches two opposite edges", () => {
  const side = fc.integer({ min: 1, max: 8000 });
  fc.assert(
    fc.property(side, side, side, side, (width, height, contentWidth, contentHeight) => {
      const rect = contain(width, height, contentWidth, contentHeight);
      expect((rect.width * contentHeight) / (rect.height * contentWidth)).toBeCloseTo(1, 6);
      expect(Math.min(width - rect.width, height - rect.height)).toBeCloseTo(0, 6);
      expect(rect.x).toBeGreaterThanOrEqual(-1e-6);
      expect(rect.y).toBeGreaterThanOrEqual(-1e-6);
    }),
  );
});

test("fractions of the picture become canvas pixels", () => {
  expect(place({ picture: { x: 10, y: 20, width: 200, height: 100 }, density: 2 }, 0.5, 0.25)).toEqual([110, 45]);
});
