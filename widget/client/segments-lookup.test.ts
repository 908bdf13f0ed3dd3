import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segment } from "../testing/frame-data.js";
import { nearestFrame, positionOf, secondsOf, segmentIndexAt } from "./segments-lookup.js";

/** Frame times in milliseconds, 4 to 200 apart, from 0. */
const frameTimes = fc
  .array(fc.integer({ min: 4, max: 200 }), { minLength: 1, maxLength: 60 })
  .map((steps) => steps.reduce((times, step) => [...times, (times.at(-1) ?? 0) + step], [0]));

test("the nearest frame is the one that a search through all would find", () => {
  fc.assert(
    fc.property(
      frameTimes,
      fc.integer({ min: 0, max: 100_000 }),
      fc.double({ min: -1, max: 14, noNaN: true }),
      (times, start, at) => {
        const held = segment(times, { startMilliseconds: start });
        const distances = times.map((_, offset) => Math.abs(secondsOf(held, offset) - (start / 1000 + at)));
        const found = nearestFrame(held, start / 1000 + at);
        expect(distances[found]! - Math.min(...distances)).toBeLessThan(1e-9);
      },
    ),
  );
});

test("a frame's time finds the frame, however the browser rounds it", () => {
  fc.assert(
    fc.property(frameTimes, fc.double({ min: -0.0005, max: 0.0005, noNaN: true }), (times, rounding) => {
      const held = segment(times);
      times.forEach((_, offset) => expect(nearestFrame(held, secondsOf(held, offset) + rounding)).toBe(offset));
    }),
  );
});

describe("the segment at a time", () => {
  const starts = [0, 20 + 1 / 3, 40];

  test.each([
    [-1, 0],
    [0, 0],
    [20, 0],
    [20.333333, 1],
    [20.333334, 1],
    [39.9, 1],
    [39.9996, 2],
    [1e6, 2],
  ])("%d s lies in segment %d", (seconds, index) => {
    expect(segmentIndexAt(starts, seconds)).toBe(index);
  });
});

test("a value's position is found, or said to be missing", () => {
  const values = Uint16Array.from([2, 5, 9]);
  expect([0, 2, 5, 7, 9, 10].map((value) => positionOf(values, value))).toEqual([-1, 0, 1, -1, 2, -1]);
});
