import { beforeAll, describe, expect, test } from "vitest";
import { numberedClip, isOrange, readBox, readPicture, type NumberedClip } from "../testing/numbered.js";
import { canEncode } from "./encoder.js";
import { exportClip, type Clip, type ClipRequest } from "./export.js";

let clip: NumberedClip;
beforeAll(async () => {
  clip = await numberedClip("even");
});

/** Boxes only, in the usual colours. */
const drawing: ClipRequest["drawing"] = {
  layers: { court: false, trails: false, boxes: true, skeletons: false, shuttle: false, labels: false },
  style: {
    colors: ["rgb(230, 159, 0)"],
    outline: "rgb(0 0 0 / 65%)",
    labelText: "black",
    court: "cyan",
    shuttle: "white",
    shuttleTrail: 1,
    line: 12,
    labelSize: 13,
    fontFamily: "sans-serif",
  },
  label: String,
};

const cut = (start: number, end: number, changes: Partial<ClipRequest> = {}): Promise<Clip> =>
  exportClip({
    video: clip.video,
    span: { start, end },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...changes,
  });

/** What a browser shows of a file at some moments, and how long it says that it is. */
async function played(file: Blob, moments: readonly number[]) {
  const media = document.createElement("video");
  media.muted = true;
  media.src = URL.createObjectURL(file);
  const canvas = document.createElement("canvas");
  const frames: { picture: number | undefined; box: number | undefined }[] = [];
  await once(media, "loadeddata");
  [canvas.width, canvas.height] = [media.videoWidth, media.videoHeight];
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  for (const moment of moments) {
    media.currentTime = moment;
    await once(media, "seeked");
    context.drawImage(media, 0, 0);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    const whole = new DOMRect(0, 0, canvas.width, canvas.height);
    frames.push({ picture: readPicture(pixels, whole), box: readBox(pixels, whole, isOrange) });
  }
  URL.revokeObjectURL(media.src);
  return { frames, duration: media.duration };
}

const once = (media: HTMLVideoElement, name: string) =>
  new Promise((resolve, reject) => {
    media.addEventListener(name, resolve, { once: true });
    media.addEventListener("error", () => reject(new Error(media.error?.message)), { once: true });
  });

describe("a clip", () => {
  test("is a copy of the pictures, begins with the asked frame and is as long as asked", async () => {
    const shares: number[] = [];
    const made = await cut(3.4, 6.2, { onProgress: (share) => shares.push(share) });
    const { frames, duration } = await played(made.file, [0.001, 1.5, 2.8]);
    expect(frames.map(({ picture }) => picture)).toEqual([102, 147, 186]);
    expect(frames.map(({ box }) => box)).toEqual([undefined, undefined, undefined]);
    expect(duration).toBeCloseTo(85 / 30, 1);
    expect(made).toMatchObject({ early: expect.closeTo(0.4, 3) as unknown, mute: false });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  test("that begins on a key frame has nothing before it", async () => {
    expect((await cut(4, 5)).early).toBe(0);
  });

  test("has what belongs over each frame drawn into it", async () => {
    expect(await canEncode(640, 360)).toBe(true);
    const made = await cut(3.4, 6.2, { drawing });
    const { frames, duration } = await played(made.file, [0.001, 0.5, 1.5, 2.8]);
    expect(frames).toEqual([102, 117, 147, 186].map((number) => ({ picture: number, box: number })));
    expect(duration).toBeCloseTo(85 / 30, 1);
    expect(made.early).toBe(0);
  });

  test("keeps uneven frame times", async () => {
    const uneven = await numberedClip("uneven");
    const number = uneven.times.findIndex((time) => time > 5);
    const [start = 0, next = 0] = uneven.times.slice(number);
    const made = await cut(start, start + 2, { video: uneven.video, drawing });
    const moments = [0.001, next - start + 0.001, 1, 1.7];
    const shown = (moment: number) => uneven.times.findLastIndex((time) => time <= start + moment);
    const { frames } = await played(made.file, moments);
    expect(frames).toEqual(moments.map(shown).map((frame) => ({ picture: frame, box: frame })));
  });

  test("has the video's sound", async () => {
    const { file } = await cut(3.4, 6.2);
    const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await file.arrayBuffer());
    expect(sound.duration).toBeGreaterThan(2.7);
    expect(Math.max(...sound.getChannelData(0).slice(48_000, 49_000))).toBeGreaterThan(0.02);
  });
});

describe("an export that comes to nothing", () => {
  const failing = (url: string, changes: Partial<ClipRequest> = {}) =>
    cut(1, 2, { video: { ...clip.video, renditionUrl: url }, ...changes });

  test.each([
    ["an address without a file", `${location.origin}/.cache/numbered/none.mp4`, "unreachable"],
    ["a file that is no video", `${location.origin}/.cache/numbered/even.json`, "unreadable"],
  ])("because of %s says so", async (_, url, problem) => {
    await expect(failing(url)).rejects.toMatchObject({ problem });
  });

  test("because frame data cannot be had says so", async () => {
    const video = { ...clip.video, segments: clip.video.segments!.map((link) => ({ ...link, url: "data:,none" })) };
    await expect(cut(1, 2, { video, drawing })).rejects.toMatchObject({ problem: "undrawable" });
  });

  test("because it was cancelled ends at once", async () => {
    const cancel = new AbortController();
    const made = cut(0, 11, { drawing, signal: cancel.signal, onProgress: () => cancel.abort() });
    await expect(made).rejects.toMatchObject({ name: "AbortError" });
  });
});
