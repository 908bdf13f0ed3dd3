import { expect, test } from "vitest";
import { segment, shuttle } from "../testing/frame-data.js";
import { pointAt, shuttleTrail, type ShuttlePoint } from "./shuttle.js";

/** Frames 40 ms apart in two segments of five; the shuttle moves 0.1 to the right in each frame and is lost in frame 3. */
const moving = (...frames: number[]) =>
  shuttle(
    frames.map((frame) => ({
      frame: frame % 5,
      x: 0.1 * frame,
      y: 0.5,
      ...(frame === 5 ? { state: "bridged" as const } : {}),
      ...(frame === 6 ? { space: [1, -2.5, 3] as const } : {}),
    })),
  );
const earlier = segment([0, 40, 80, 120, 160], { shuttle: moving(0, 1, 2, 4) });
const later = segment([0, 40, 80, 120, 160], {
  index: 1,
  firstFrame: 5,
  startMilliseconds: 200,
  shuttle: moving(5, 6, 7),
});

const placesOf = (lines: readonly (readonly ShuttlePoint[])[]) =>
  lines.map((line) => line.map(({ x }) => Math.round(10 * x)));

test("the trail leads over the segments' edge to the shown frame, and breaks where nothing is known", () => {
  const { now, lines } = shuttleTrail([earlier, later], 2, 1);
  expect(placesOf(lines)).toEqual([
    [0, 1, 2],
    [4, 5, 6, 7],
  ]);
  expect(now?.seconds).toBeCloseTo(0.28);
});

test("it is no longer than was asked for", () => {
  expect(placesOf(shuttleTrail([earlier, later], 2, 0.125).lines)).toEqual([[4, 5, 6, 7]]);
  expect(placesOf(shuttleTrail([earlier, later], 2, 0).lines)).toEqual([[7]]);
});

test("where the shuttle is not known there is none, but its way up to there", () => {
  const { now, lines } = shuttleTrail([earlier], 3, 1);
  expect(now).toBeUndefined();
  expect(placesOf(lines)).toEqual([[0, 1, 2]]);
});

test("a frame that only repeats the picture before does not break the way", () => {
  const repeating = { ...earlier, repeated: Uint8Array.of(0, 0, 0, 1, 0) };
  expect(placesOf(shuttleTrail([repeating], 4, 1).lines)).toEqual([[0, 1, 2, 4]]);
});

test("a point says how it is known, and where in space", () => {
  const points = shuttleTrail([earlier, later], 2, 1).lines.flat();
  const at = (frame: number) => points.find(({ seconds }) => Math.abs(seconds - 0.04 * frame) < 1e-9);
  expect(at(4)).toMatchObject({ state: "seen", space: undefined });
  expect(at(5)?.state).toBe("bridged");
  expect(at(6)?.space).toEqual([1, -2.5, 3]);
});

test("a contact is where the shuttle was nearest to that time; nowhere while it was lost for long", () => {
  const trail = shuttleTrail([earlier, later], 2, 1);
  expect(pointAt(trail, 0.1)?.x).toBeCloseTo(0.2, 3);
  expect(pointAt(trail, 0.27)?.x).toBeCloseTo(0.7, 3);
  expect(pointAt(trail, 0.5)).toBeUndefined();
});

test("a video without a shuttle has no trail", () => {
  expect(shuttleTrail([segment([0, 40])], 1, 1)).toEqual({ now: undefined, lines: [] });
  expect(shuttleTrail([], 0, 1)).toEqual({ now: undefined, lines: [] });
});
