import "../player/index.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { segmentIndexAt } from "../../client/segments-lookup.js";
import { segment, shuttle, type Flying } from "../../testing/frame-data.js";
import { numberedClip } from "../../testing/numbered.js";
import { within } from "../../testing/player.js";
import type { BaOverlay } from "./overlay.js";

const ONLY_SHUTTLE = { court: false, skeletons: false, boxes: false, shuttle: true, labels: false, trails: false };

let overlay: BaOverlay;
let media: HTMLVideoElement;

beforeEach(async () => {
  await page.viewport(900, 700);
});

afterEach(() => overlay.parentElement?.remove());

/** Ten pixels to the right in each frame, from the picture's left edge, half-way down. */
const flying = (frame: number, more: Partial<Flying> = {}): Flying => ({ frame, x: frame / 64, y: 0.5, ...more });

/** An overlay of 640 by 360 pixels over the first two seconds of the clip, at the middle of a frame. */
async function show(points: readonly Flying[], frame: number): Promise<void> {
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
  const times = clip.times.slice(0, 60).map((seconds) => Math.round(seconds * 1000));
  const held = segment(times, { shuttle: shuttle(points) });
  overlay.source = { indexAt: (seconds) => segmentIndexAt([0], seconds), get: () => held };
  overlay.layers = ONLY_SHUTTLE;
  overlay.media = media;
  await expect.poll(() => media.readyState).toBeGreaterThanOrEqual(HTMLMediaElement.HAVE_CURRENT_DATA);
  media.currentTime = (frame + 0.5) / 30;
  await expect.poll(() => overlay.frameNumber).toBe(frame);
}

/** Red, green, blue and opacity of what is drawn, at a place in the picture's pixels. */
function at(x: number, y = 180): readonly number[] {
  const canvas = within(overlay, ".layers") as HTMLCanvasElement;
  const scale = canvas.width / 640;
  return [...canvas.getContext("2d")!.getImageData(Math.round(x * scale), Math.round(y * scale), 1, 1).data];
}

const isDrawn = (x: number) => (at(x)[3] ?? 0) > 0;
const columns = (from: number, to: number) => Array.from({ length: to - from }, (_, step) => from + step);

test("its way is a line up to where it is, no longer than a second", async () => {
  await show(
    columns(0, 60).map((frame) => flying(frame)),
    45,
  );
  expect(columns(160, 440).filter((x) => !isDrawn(x))).toEqual([]);
  expect(columns(0, 140).filter(isDrawn)).toEqual([]);
  expect(columns(465, 640).filter(isDrawn)).toEqual([]);
  // Newer is brighter, and around the line is something dark that shows it on white.
  expect(at(430)[3]!).toBeGreaterThan(at(200)[3]!);
  const beside = at(400, 182.4);
  expect(Math.max(...beside.slice(0, 3))).toBeLessThan(100);
  expect(beside[3]).toBeGreaterThan(60);
});

test("the page says how long its way is", async () => {
  await show(
    columns(0, 60).map((frame) => flying(frame)),
    45,
  );
  overlay.style.setProperty("--ba-overlay-shuttle-trail", "200ms");
  overlay.repaint();
  expect(columns(0, 380).filter(isDrawn)).toEqual([]);
  expect(columns(400, 440).filter((x) => !isDrawn(x))).toEqual([]);
});

test("what was bridged is dashed and fainter, and nothing joins what is not known", async () => {
  const bridged = (frame: number) => flying(frame, frame >= 30 && frame < 40 ? { state: "bridged" } : {});
  await show([...columns(20, 25).map((frame) => flying(frame)), ...columns(28, 45).map(bridged)], 44);
  expect(columns(244, 276).filter(isDrawn)).toEqual([]);
  expect(columns(202, 238).filter((x) => !isDrawn(x))).toEqual([]);
  const dashes = columns(300, 400).filter(isDrawn).length;
  expect(dashes).toBeGreaterThan(20);
  expect(dashes).toBeLessThan(80);
  const brightest = (from: number, to: number) => Math.max(...columns(from, to).map((x) => at(x)[3] ?? 0));
  expect(brightest(392, 400)).toBeLessThan(brightest(402, 410));
});

test("a hit is marked in the hitter's colour, once it has been", async () => {
  await show(
    columns(0, 60).map((frame) => flying(frame)),
    40,
  );
  overlay.hits = [
    { time: 1, hitter: 1 },
    { time: 1.5, hitter: 2 },
  ].map((hit) => ({ ...plain, ...hit }));
  await overlay.updateComplete;
  expect(at(300).slice(0, 3)).toEqual([0xe6, 0x9f, 0x00]);
  expect(isDrawn(450)).toBe(false);
});

test("where it is not known there is none", async () => {
  await show([flying(5)], 40);
  expect(columns(0, 640).filter(isDrawn)).toEqual([]);
});

/** What a hit has besides. */
const plain = {
  frame: 0,
  confidence: 1,
  support: "shuttle",
  stroke: "clear",
  strokeConfidence: 1,
  flight: { landed: false },
  edited: false,
} as const;
