import { expect, test } from "vitest";
import { segmentIndexAt } from "../client/segments-lookup.js";
import type { SegmentData } from "../client/segments.js";
import type { SegmentSource } from "../overlay/scene.js";
import { path, segment, shuttle } from "../testing/frame-data.js";
import { FLOOR_TRAIL_SECONDS, placesAt } from "./places.js";

const times = (count: number, step = 40) => Array.from({ length: count }, (_, index) => index * step);

const sourceOf = (segments: readonly SegmentData[], starts: readonly number[] = [0]): SegmentSource => ({
  indexAt: (seconds) => segmentIndexAt(starts, seconds),
  get: (index) => segments[index],
});

/** A player who walks away from the camera, 10 cm a frame. */
const walk = (frames: readonly number[], bridged: readonly number[] = []) =>
  path(
    1,
    frames.map((frame) => ({
      frame,
      x: -1,
      y: -6 + frame / 10,
      speed: 2.5,
      state: bridged.includes(frame) ? ("bridged" as const) : ("seen" as const),
    })),
  );

const all = (count: number) => Array.from({ length: count }, (_, index) => index);

test("a frame shows its own places, with how each is known", () => {
  const held = segment(times(3), {
    firstFrame: 70,
    paths: [walk(all(3)), path(2, [{ frame: 1, x: 2, y: 5.25, speed: 4, state: "airborne" }])],
  });
  expect(placesAt(sourceOf([held]), 0.041)).toMatchObject({
    frameNumber: 71,
    places: [
      { id: 1, floor: [-1, -5.9], speed: 2.5, state: "seen" },
      { id: 2, floor: [2, 5.25], speed: 4, state: "airborne" },
    ],
  });
  expect(placesAt(sourceOf([held]), 0.08)?.places.map(({ id }) => id)).toEqual([1]);
});

test("nothing is shown while the data is missing", () => {
  expect(placesAt(sourceOf([]), 0)).toBeUndefined();
});

const trail = (held: readonly SegmentData[], seconds: number, starts?: readonly number[]) =>
  placesAt(sourceOf(held, starts), seconds)?.trails[0]?.lines ?? [];

test("a trail runs from old to new and ends where the player is", () => {
  const [line, ...others] = trail([segment(times(100), { paths: [walk(all(100))] })], 90 * 0.04);
  expect(others).toEqual([]);
  expect(line?.at(-1)).toEqual({ floor: [-1, 3], age: 0, bridged: false });
  expect(line?.[0]?.age).toBeCloseTo(FLOOR_TRAIL_SECONDS, 1);
});

test("a trail reaches into the segment before", () => {
  const held = [
    segment(times(50), { paths: [walk(all(50))] }),
    segment(times(50), { index: 1, firstFrame: 50, startMilliseconds: 2000, paths: [walk(all(50))] }),
  ];
  const lines = trail(held, 2.2, [0, 2]);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.[0]?.age).toBeCloseTo(2.2);
});

test("a gap stays a gap, and what was bridged is told apart", () => {
  const frames = all(60).filter((frame) => frame < 20 || frame >= 30);
  const lines = trail([segment(times(60), { paths: [walk(frames, [40, 41, 42])] })], 59 * 0.04);
  expect(lines.map((line) => line.length)).toEqual([20, 30]);
  expect(lines[1]?.filter(({ bridged }) => bridged)).toHaveLength(3);
});

test("a gap across the edge of two segments is a gap too", () => {
  const held = [
    segment(times(50), { paths: [walk(all(40))] }),
    segment(times(50), { index: 1, firstFrame: 50, startMilliseconds: 2000, paths: [walk(all(50))] }),
  ];
  expect(trail(held, 2.4, [0, 2])).toHaveLength(2);
});

test("at a high frame rate a trail has no more points than can be seen", () => {
  const [line = []] = trail([segment(times(1000, 4), { paths: [walk(all(1000))] })], 3.6);
  expect(line.length).toBeLessThanOrEqual(FLOOR_TRAIL_SECONDS / 0.03 + 1);
  expect(line.length).toBeGreaterThan(80);
});

/** A shuttle that flies away from the camera, a metre a frame, and is known in space in some frames only. */
const flight = (frames: readonly number[], known: readonly number[], bridged: readonly number[] = []) =>
  shuttle(
    frames.map((frame) => ({
      frame,
      x: 0.5,
      y: 0.5,
      ...(known.includes(frame) ? { space: [1, frame - 5, 2.5] as const } : {}),
      ...(bridged.includes(frame) ? { state: "bridged" as const } : {}),
    })),
  );

test("the shuttle is on the floor below it, with its height and its way there", () => {
  const held = segment(times(6), { shuttle: flight(all(6), all(6), [4]) });
  const places = placesAt(sourceOf([held]), 0.16);
  expect(places?.shuttle).toEqual({ floor: [1, -1], height: 2.5, bridged: true });
  expect(places?.shuttleTrail.map((line) => line.map(({ floor }) => floor[1]))).toEqual([[-5, -4, -3, -2, -1]]);
  expect(places?.shuttleTrail[0]?.at(-1)).toMatchObject({ age: 0, bridged: true });
});

test("where its place in space is not known it is not shown, and its way breaks", () => {
  const held = segment(times(8), { shuttle: flight(all(8), [0, 1, 2, 4, 5]) });
  const places = placesAt(sourceOf([held]), 0.28);
  expect(places?.shuttle).toBeUndefined();
  expect(places?.shuttleTrail.map((line) => line.map(({ floor }) => floor[1]))).toEqual([
    [-5, -4, -3],
    [-1, 0],
  ]);
});
