import { expect, test } from "vitest";
import { segmentIndexAt } from "../client/segments-lookup.js";
import type { SegmentData } from "../client/segments.js";
import { segment, track } from "../testing/frame-data.js";
import { sceneAt, type SegmentSource } from "./scene.js";

/** Two segments of three frames, 40 ms apart; player 2 is not seen in frame 4. */
const segments = [
  segment([0, 40, 80], {
    tracks: [
      track(
        1,
        [0, 1, 2].map((frame) => ({ frame, x: 0.1 * frame, y: 0.5 })),
      ),
    ],
  }),
  segment([0, 40, 80], {
    index: 1,
    firstFrame: 3,
    startMilliseconds: 120,
    tracks: [
      track(
        1,
        [0, 1, 2].map((frame) => ({ frame, x: 0.3 + 0.1 * frame, y: 0.5 })),
      ),
      track(
        2,
        [0, 2].map((frame) => ({ frame, x: 0.9, y: 0.9 })),
      ),
    ],
  }),
];

/** Equal but for the rounding of stored coordinates. */
const near = (value: number): unknown => expect.closeTo(value, 3);

const sourceOf = (held: readonly (SegmentData | undefined)[]): SegmentSource => ({
  indexAt: (seconds) => segmentIndexAt([0, 0.12], seconds),
  get: (index) => held[index],
});

test.each([0, 1, 2, 3, 4, 5])("at the time of frame %d its own players are shown", (frame) => {
  const scene = sceneAt(sourceOf(segments), frame * 0.04);
  expect(scene?.frameNumber).toBe(frame);
  expect(scene?.seconds).toBeCloseTo(frame * 0.04);
  expect(scene?.players.map(({ id }) => id)).toEqual(frame < 3 || frame === 4 ? [1] : [1, 2]);
  expect(scene?.players[0]?.keypoints[0]?.x).toBeCloseTo(0.1 * frame, 3);
});

test("the segments' edge falls between its two frames", () => {
  expect(sceneAt(sourceOf(segments), 0.119_999)?.frameNumber).toBe(3);
  expect(sceneAt(sourceOf(segments), 0.08)?.frameNumber).toBe(2);
});

test("a player's box is given in fractions of the picture", () => {
  const [player] = sceneAt(sourceOf(segments), 0.04)?.players ?? [];
  expect(player).toMatchObject({
    left: near(0.05),
    top: near(0.3),
    right: near(0.15),
    bottom: near(0.5),
  });
  expect(player?.keypoints).toHaveLength(17);
});

test("there is no scene while its data is missing, whatever else is there", () => {
  expect(sceneAt(sourceOf([segments[0], undefined]), 0.16)).toBeUndefined();
});

test("a missing earlier segment only shortens the trails", () => {
  const scene = sceneAt(sourceOf([undefined, segments[1]]), 0.2);
  expect(scene?.trails.find(({ id }) => id === 1)?.lines.flat()).toHaveLength(3);
  expect(
    sceneAt(sourceOf(segments), 0.2)
      ?.trails.find(({ id }) => id === 1)
      ?.lines.flat(),
  ).toHaveLength(6);
});
