import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import { saveLayers } from "../../controllers/playback-layers.js";
import {
  isDrawn,
  isOrange,
  numberedClip,
  readBox,
  readPicture,
  withLateFrameData,
  type NumberedClip,
} from "../../testing/numbered.js";
import { showPlayer, type ShownPlayer } from "../../testing/player.js";

/** What is on screen at one moment. */
interface Shown {
  readonly picture: number | undefined;
  readonly box: number | undefined;
}

let shownPlayer: ShownPlayer;

beforeEach(async () => {
  await page.viewport(900, 700);
  saveLayers({ skeletons: false, boxes: true, labels: false, shuttle: false, trails: false, court: false });
});

afterEach(() => {
  shownPlayer.player.remove();
  localStorage.clear();
});

async function show(clip: NumberedClip): Promise<void> {
  shownPlayer = await showPlayer(clip.video);
}

const media = () => shownPlayer.media;

const canvas = (name: "picture" | "layers") => shownPlayer.canvas(name);

/** The numbers in both canvases, read in one task; undefined while the layers are not shown. */
function shown(): Shown | undefined {
  if (canvas("layers").hidden) return undefined;
  const pixels = (name: "picture" | "layers") => {
    const { width, height } = canvas(name);
    return canvas(name).getContext("2d")!.getImageData(0, 0, width, height);
  };
  const { width, height } = canvas("layers");
  const whole = new DOMRect(0, 0, width, height);
  return {
    picture: canvas("picture").hidden ? undefined : readPicture(pixels("picture"), whole),
    box: readBox(pixels("layers"), whole, isDrawn),
  };
}

const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Looks at every repaint of the page until `done`, and keeps what is shown whenever it changes. */
async function watch(done: (now: Shown | undefined) => boolean): Promise<Shown[]> {
  const seen: Shown[] = [];
  for (;;) {
    const now = shown();
    const last = seen.at(-1);
    if (now && (now.picture !== last?.picture || now.box !== last?.box)) seen.push(now);
    if (done(now)) return seen;
    await nextPaint();
  }
}

const disagreeing = (seen: readonly Shown[]) =>
  seen.filter(({ picture, box }) => picture === undefined || picture !== box);

/** Numbers from 0 to 1 that follow from the seed. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** A random time, kept a twentieth of a frame away from the neighbours, and the frame that is shown then. */
function randomMoment({ times }: NumberedClip, random: Iterator<number, never>): { frame: number; seconds: number } {
  const frame = Math.floor(random.next().value * (times.length - 1));
  const within = 0.05 + 0.9 * random.next().value;
  return { frame, seconds: times[frame]! + within * (times[frame + 1]! - times[frame]!) };
}

async function seek(seconds: number, frame: number): Promise<Shown[]> {
  media().currentTime = seconds;
  return watch((now) => !media().seeking && now?.picture === frame && now.box !== undefined);
}

/** The numbers in a picture of what the browser put together for the screen. */
async function photographed(): Promise<Shown> {
  const base64 = await page.elementLocator(shownPlayer.overlay).screenshot({ save: false });
  const response = await fetch(`data:image/png;base64,${base64}`);
  const bitmap = await createImageBitmap(await response.blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const whole = new DOMRect(0, 0, bitmap.width, bitmap.height);
  return { picture: readPicture(pixels, whole), box: readBox(pixels, whole, isOrange) };
}

describe.each(["even", "uneven"] as const)("with %s frame times", (name) => {
  test("100 random seeks each show a frame with its own overlay", { timeout: 120_000 }, async () => {
    const clip = await numberedClip(name);
    await show(clip);
    const random = randomNumbers(20_26);
    for (let count = 0; count < 100; count++) {
      const { frame, seconds } = randomMoment(clip, random);
      const seen = await seek(seconds, frame);
      expect(disagreeing(seen)).toEqual([]);
      expect(shownPlayer.player.frameNumber).toBe(frame);
    }
  });

  test.each([1, 2])("playing at %dx never shows another frame's overlay", { timeout: 60_000 }, async (rate) => {
    const clip = await numberedClip(name);
    await show(clip);
    media().playbackRate = rate;
    await media().play();
    const seen = await watch(() => media().ended || media().currentTime > 5);
    expect(disagreeing(seen)).toEqual([]);
    expect(seen.length).toBeGreaterThan(20);
  });
});

test("what the browser puts on the screen agrees too, paused and playing", { timeout: 60_000 }, async () => {
  const clip = await numberedClip("uneven");
  await show(clip);
  const random = randomNumbers(7);
  for (let count = 0; count < 8; count++) {
    const { frame, seconds } = randomMoment(clip, random);
    await seek(seconds, frame);
    expect(await photographed()).toEqual({ picture: frame, box: frame });
  }
  media().currentTime = 0;
  await media().play();
  for (let count = 0; count < 8; count++) {
    const { picture, box } = await photographed();
    expect(picture).toBeDefined();
    expect(box).toBe(picture);
  }
});

test("this test would notice frame data that is one frame late", { timeout: 60_000 }, async () => {
  const clip = await withLateFrameData(await numberedClip("even"));
  await show(clip);
  const seen = await seek(clip.times[100]! + 0.01, 100);
  expect(disagreeing(seen)).toContainEqual({ picture: 100, box: 99 });
});

test("without WebCodecs the overlay is that of the frame that the browser reports", { timeout: 60_000 }, async () => {
  const { VideoFrame } = globalThis;
  Reflect.deleteProperty(globalThis, "VideoFrame");
  try {
    const clip = await numberedClip("uneven");
    await show(clip);
    const random = randomNumbers(11);
    for (let count = 0; count < 20; count++) {
      const { frame, seconds } = randomMoment(clip, random);
      media().currentTime = seconds;
      const seen = await watch((now) => now?.box === frame);
      expect(seen.at(-1)).toEqual({ picture: undefined, box: frame });
    }
  } finally {
    globalThis.VideoFrame = VideoFrame;
  }
});
