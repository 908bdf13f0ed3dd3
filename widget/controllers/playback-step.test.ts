import { describe, expect, test } from "vitest";
import { lastAtOrBelow, segmentIndexAt } from "../client/segments-lookup.js";
import type { SegmentData } from "../client/segments.js";
import { segment } from "../testing/frame-data.js";
import { frameNumberAt, middleByMean, middleOfFrame, type FrameTimes } from "./playback-step.js";

/** Frames 0 to 2 at 0, 40 and 100 ms; frames 3 and 4 at 120 and 200 ms; the video ends at 240 ms. */
const segments = [segment([0, 40, 100]), segment([0, 80], { index: 1, firstFrame: 3, startMilliseconds: 120 })];
const END = 0.24;

const timesOf = (held: readonly (SegmentData | undefined)[]): FrameTimes => ({
  frames: 5,
  indexAt: (seconds) => segmentIndexAt([0, 0.12], seconds),
  indexOfFrame: (number) => lastAtOrBelow([0, 3], number),
  load: (index) => Promise.resolve(held[index]),
});

describe("the middle of a frame's time on screen", () => {
  test.each([
    [0, 0.02],
    [1, 0.07],
    [2, 0.11],
    [3, 0.16],
    [4, 0.22],
  ])("of frame %d is %d s", async (number, middle) => {
    expect(await middleOfFrame(timesOf(segments), number, END)).toBeCloseTo(middle);
  });

  test.each([-1, 5])("does not exist for frame %d", async (number) => {
    expect(await middleOfFrame(timesOf(segments), number, END)).toBeUndefined();
  });

  test("is not guessed where the data is missing", async () => {
    expect(await middleOfFrame(timesOf([segments[0], undefined]), 3, END)).toBeUndefined();
  });
});

test.each([
  [0, 0],
  [0.04, 1],
  [0.119999, 3],
  [0.2, 4],
])("the frame presented at %d s is number %d", async (seconds, number) => {
  expect(await frameNumberAt(timesOf(segments), seconds)).toBe(number);
});

test("without frame data, a step goes by the mean length of a frame", () => {
  expect(middleByMean(0.04, 1, 1, 0.04)).toBeCloseTo(0.1);
  expect(middleByMean(0, -1, 1, 0.04)).toBeUndefined();
  expect(middleByMean(0.96, 1, 1, 0.04)).toBeUndefined();
});
