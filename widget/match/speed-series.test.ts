import fc from "fast-check";
import { expect, test } from "vitest";
import { motionOf, type OnFloor } from "../testing/frame-data.js";
import { speedAt, speedSeries, speedTable } from "./speed-series.js";

const pathOf = (speeds: readonly (number | undefined)[]) =>
  motionOf({ 1: speeds.map((speed): OnFloor | undefined => (speed === undefined ? undefined : { x: 0, y: 0, speed })) })
    .paths[0]!;

test("with room for all, every sample is a point, and a gap stays a gap", () => {
  expect(speedSeries(pathOf([1, 2, undefined, 3]), 0, 0.8, 100)).toEqual([
    { x: 0, y: 1, bridged: false },
    { x: 0.2, y: 2, bridged: false },
    { x: 0.4, y: NaN, bridged: false },
    { x: expect.closeTo(0.6) as unknown, y: 3, bridged: false },
  ]);
});

test("no peak is lost, whatever the width", () => {
  const speed = fc.integer({ min: 0, max: 9000 }).map((value) => value / 1000);
  fc.assert(
    fc.property(
      fc.array(speed, { minLength: 2, maxLength: 400 }),
      fc.integer({ min: 1, max: 60 }),
      (speeds, columns) => {
        const points = speedSeries(pathOf(speeds), 0, speeds.length / 5, columns);
        expect(points.length).toBeLessThanOrEqual(2 * columns + 2);
        expect(Math.max(...points.map(({ y }) => y))).toBeCloseTo(Math.max(...speeds));
        expect(Math.min(...points.map(({ y }) => y))).toBeCloseTo(Math.min(...speeds));
        const times = points.map(({ x }) => x);
        expect(times.toSorted((one, other) => one - other)).toEqual(times);
      },
    ),
  );
});

test("a window shows its own time", () => {
  const path = pathOf(Array.from({ length: 100 }, (_, sample) => sample / 20));
  const times = speedSeries(path, 4, 6, 100).map(({ x }) => x);
  expect(times[0]).toBeCloseTo(4);
  expect(times.at(-1)).toBeCloseTo(6);
});

test("what was bridged is told", () => {
  const { paths } = motionOf({ 1: [{ x: 0, y: 0, speed: 1, state: "bridged" }] });
  expect(speedSeries(paths[0]!, 0, 1, 10)[0]).toMatchObject({ y: 1, bridged: true });
});

test("the speed at a time", () => {
  const path = pathOf([1, undefined, 3]);
  expect([0, 0.21, 0.41, 9].map((seconds) => speedAt(path, seconds))).toEqual([1, undefined, 3, undefined]);
});

test("the table has rows that read well, and not too many", () => {
  const path = pathOf([1, 2, 3, 4, 5, undefined, undefined, undefined, undefined, undefined, 2]);
  expect(speedTable([path], 2.2)).toEqual([
    { start: 0, end: 1, speeds: [{ average: 3, highest: 5 }] },
    { start: 1, end: 2, speeds: [undefined] },
    { start: 2, end: 2.2, speeds: [{ average: 2, highest: 2 }] },
  ]);
  for (const duration of [14, 61, 600, 3600, 7200]) {
    expect(speedTable([path], duration).length).toBeLessThanOrEqual(30);
  }
});
