import "../player/index.js";
import { afterEach, expect, test } from "vitest";
import type { CourtCamera } from "../../../convex/contract/court.js";
import { COORDINATE_SCALE } from "../../../convex/contract/segment.js";
import { segmentIndexAt } from "../../client/segments-lookup.js";
import type { CourtSource } from "../../court/shots.js";
import { segment } from "../../testing/frame-data.js";
import { numberedClip } from "../../testing/numbered.js";
import { within } from "../../testing/player.js";
import type { BaOverlay } from "./overlay.js";

const ONLY_COURT = { court: true, skeletons: false, boxes: false, shuttle: false, labels: false, trails: false };

/** From straight above: the court lies upright in the middle of a picture of 640 by 360 pixels, 20 px a metre. */
const camera: CourtCamera = { homography: [20, 0, 320, 0, -20, 180, 0, 0, 1], distortion: 0 };

let overlay: BaOverlay;
let media: HTMLVideoElement;

afterEach(() => overlay.parentElement?.remove());

/** An overlay over the first second of the clip; every frame shows the court `shift` picture widths further to the right. */
async function show(shift: number, court: Partial<CourtSource["detection"]> = {}): Promise<void> {
  const clip = await numberedClip("even");
  const stage = document.createElement("div");
  stage.style.cssText = "position: relative; inline-size: 640px; block-size: 360px";
  media = document.createElement("video");
  media.style.cssText = "display: block; inline-size: 100%; block-size: 100%";
  media.muted = true;
  media.src = clip.video.renditionUrl!;
  overlay = document.createElement("ba-overlay");
  stage.append(media, overlay);
  document.body.append(stage);
  const times = clip.times.slice(0, 30).map((seconds) => Math.round(seconds * 1000));
  const corners = times.flatMap((_, frame) => {
    const x = shift * frame;
    return [x, 0, 1 + x, 0, 1 + x, 1, x, 1];
  });
  const held = segment(times, { motion: Int16Array.from(corners, (value) => Math.round(value * COORDINATE_SCALE)) });
  const view = { status: "found", confidence: 1, camera, moving: shift !== 0, still: 0 } as const;
  overlay.source = { indexAt: (seconds) => segmentIndexAt([0], seconds), get: () => held };
  overlay.court = {
    size: [640, 360],
    detection: { views: [view], shots: [{ first: 0, end: 360, view: 0 }], ...court },
  };
  overlay.layers = ONLY_COURT;
  overlay.media = media;
  await expect.poll(() => media.readyState).toBeGreaterThanOrEqual(HTMLMediaElement.HAVE_CURRENT_DATA);
}

async function seekTo(frame: number): Promise<void> {
  media.currentTime = (frame + 0.5) / 30;
  await expect.poll(() => overlay.frameNumber).toBe(frame);
}

/** Columns, in the picture's pixels, in which the left half of the court's middle row is drawn. */
function drawnColumns(): number[] {
  const canvas = within(overlay, ".layers") as HTMLCanvasElement;
  const scale = canvas.width / 640;
  // A metre behind the net no line runs across.
  const { data } = canvas.getContext("2d")!.getImageData(0, Math.round(160 * scale), canvas.width, 1);
  return Array.from({ length: canvas.width }, (_, column) => column)
    .filter((column) => data[4 * column + 3]! > 200)
    .map((column) => column / scale);
}

const SIDES = [-3.03, -2.57, 2.57, 3.03];

test("the painted lines are drawn where the camera shows them", async () => {
  await show(0);
  await seekTo(10);
  const columns = drawnColumns();
  for (const side of SIDES) {
    expect(Math.min(...columns.map((column) => Math.abs(column - (320 + 20 * side))))).toBeLessThan(1);
  }
  expect(columns.filter((column) => SIDES.every((side) => Math.abs(column - (320 + 20 * side)) > 4))).toEqual([]);
});

test("they follow a camera that moves, frame by frame", async () => {
  await show(0.01);
  for (const frame of [3, 20, 12]) {
    await seekTo(frame);
    const [first = 0] = drawnColumns();
    expect(Math.abs(first - (320 - 20 * 3.03 + 6.4 * frame))).toBeLessThan(2.5);
  }
});

test("in a close-up none are drawn", async () => {
  await show(0, {
    shots: [
      { first: 0, end: 5, view: 0 },
      { first: 5, end: 360 },
    ],
  });
  await seekTo(2);
  expect(drawnColumns().length).toBeGreaterThan(0);
  await seekTo(8);
  expect(drawnColumns()).toEqual([]);
});
