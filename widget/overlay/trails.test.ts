import { expect, test } from "vitest";
import { segment, track, type Standing } from "../testing/frame-data.js";
import { MAX_TRAIL_POINTS, TRAIL_SECONDS, trailOf } from "./trails.js";

/** Frames every `step` milliseconds. */
const times = (count: number, step = 40) => Array.from({ length: count }, (_, index) => index * step);

/** A player who walks to the right, seen in these frames. */
const walk = (frames: readonly number[]): Standing[] =>
  frames.map((frame) => ({ frame, x: 0.1 + 0.002 * frame, y: 0.8 }));

/** Equal but for the rounding of stored coordinates. */
const near = (value: number): unknown => expect.closeTo(value, 3);

const all = (count: number) => Array.from({ length: count }, (_, index) => index);

test("a trail runs from old to new and ends at the feet in the frame", () => {
  const held = segment(times(100), { tracks: [track(1, walk(all(100)))] });
  const [line, ...others] = trailOf(1, [held], 60);
  expect(others).toEqual([]);
  expect(line?.at(-1)).toEqual({ x: near(0.22), y: near(0.8), age: 0 });
  expect(line?.at(0)?.age).toBeLessThanOrEqual(TRAIL_SECONDS);
  expect(line?.at(0)?.age).toBeGreaterThan(TRAIL_SECONDS - 0.05);
});

test("frames after the shown one leave no trace", () => {
  const held = segment(times(100), { tracks: [track(1, walk(all(100)))] });
  expect(
    Math.max(
      ...trailOf(1, [held], 5)
        .flat()
        .map(({ x }) => x),
    ),
  ).toBeCloseTo(0.11, 3);
});

test("a trail breaks where the player was not seen", () => {
  const seen = all(40).filter((frame) => frame < 15 || frame >= 25);
  const held = segment(times(40), { tracks: [track(1, walk(seen))] });
  const lines = trailOf(1, [held], 35);
  expect(lines.map((line) => line.length)).toEqual([15, 11]);
});

test("a single missed frame does not break it", () => {
  const held = segment(times(20), { tracks: [track(1, walk(all(20).filter((frame) => frame !== 10)))] });
  expect(trailOf(1, [held], 19)).toHaveLength(1);
});

test("a trail breaks where the player is suddenly elsewhere", () => {
  const leap = all(20).map((frame) => ({ frame, x: frame < 10 ? 0.1 : 0.6, y: 0.8 }));
  expect(trailOf(1, [segment(times(20), { tracks: [track(1, leap)] })], 19)).toHaveLength(2);
});

test("a trail reaches into the segment before", () => {
  const before = segment(times(50), { tracks: [track(1, walk(all(50)))] });
  const now = segment(times(50), {
    index: 1,
    firstFrame: 50,
    startMilliseconds: 2000,
    tracks: [
      track(
        1,
        all(50).map((frame) => ({ frame, x: 0.2 + 0.002 * frame, y: 0.8 })),
      ),
    ],
  });
  const lines = trailOf(1, [before, now], 5);
  expect(lines).toHaveLength(1);
  expect(lines.flat().filter(({ age }) => age > 0.2)).not.toHaveLength(0);
});

test("a trail is bounded at any frame rate", () => {
  const held = segment(times(1000, 4), { tracks: [track(1, walk(all(1000)))] });
  expect(trailOf(1, [held], 999).flat()).toHaveLength(MAX_TRAIL_POINTS);
});

test("hidden ankles leave the middle of the box's lower edge", () => {
  const seen = track(1, walk(all(2)));
  seen.keypointConfidence.fill(0);
  seen.keypoints.fill(0);
  const [line] = trailOf(1, [segment(times(2), { tracks: [seen] })], 1);
  expect(line?.at(-1)).toMatchObject({ x: near(0.102), y: near(0.8) });
});

test("a player who was never seen has none", () => {
  expect(trailOf(2, [segment(times(3), { tracks: [track(1, walk(all(3)))] })], 2)).toEqual([]);
});
