import { expect, test } from "vitest";
import type { CameraView, CourtDetection } from "../../convex/contract/court.js";
import { COORDINATE_SCALE } from "../../convex/contract/segment.js";
import { segment } from "../testing/frame-data.js";
import { show } from "./camera.js";
import { cameraAt, viewAt } from "./shots.js";

/** From straight above: the court fills a picture of 61 by 134 pixels. */
const camera = { homography: [10, 0, 30.5, 0, -10, 67, 0, 0, 1], distortion: 0 };
const view: CameraView = { status: "found", confidence: 0.9, camera, moving: false, still: 0 };
const size = [61, 134] as const;

const detection: CourtDetection = {
  views: [view, { ...view, moving: true }, { ...view, status: "unsure" }],
  shots: [
    { first: 0, end: 10, view: 0 },
    { first: 10, end: 20 },
    { first: 20, end: 30, view: 1 },
    { first: 30, end: 40, view: 2 },
  ],
};

/** Every frame shows the view's picture a tenth of its width further to the right. */
const shifted = segment(
  Array.from({ length: 40 }, (_, frame) => 40 * frame),
  {
    motion: Int16Array.from(
      Array.from({ length: 40 }, () => [0.1, 0, 1.1, 0, 1.1, 1, 0.1, 1]).flat(),
      (value) => value * COORDINATE_SCALE,
    ),
  },
);

test("each frame belongs to its shot's view", () => {
  expect([0, 9, 10, 19, 20, 29, 30, 39, 40].map((frame) => viewAt(detection, frame))).toEqual([
    ...[0, 0, undefined, undefined, 1, 1, 2, 2],
    undefined,
  ]);
});

test("a view that stands still keeps its camera", () => {
  expect(cameraAt({ detection, size }, shifted, 5)).toBe(camera);
});

test("a view that moves has the camera of its frame", () => {
  const moved = cameraAt({ detection, size }, shifted, 25);
  expect(moved && show(moved, size, [0, 0])).toEqual([expect.closeTo(0.6, 4), expect.closeTo(0.5, 4)]);
});

test("what is no play, or not sure, has none", () => {
  expect(cameraAt({ detection, size }, shifted, 15)).toBeUndefined();
  expect(cameraAt({ detection, size }, shifted, 35)).toBeUndefined();
});

test("a segment's frames are counted from the video's start", () => {
  const later = segment([0, 40], { firstFrame: 9 });
  expect(cameraAt({ detection, size }, later, 0)).toBe(camera);
  expect(cameraAt({ detection, size }, later, 1)).toBeUndefined();
});
