import { expect, test } from "vitest";
import { perform, RATES, type ControlledMedia } from "./playback-commands.js";

/** A stand-in for a video element: paused at 3 s of 10. */
function media(changes: Partial<ControlledMedia> = {}): ControlledMedia {
  const stand = {
    paused: true,
    ended: false,
    currentTime: 3,
    duration: 10,
    playbackRate: 1,
    volume: 0.5,
    muted: false,
    play: () => {
      stand.paused = false;
      return Promise.resolve();
    },
    pause: () => {
      stand.paused = true;
    },
    ...changes,
  };
  return stand;
}

test("it plays, and pauses again", async () => {
  const video = media();
  await perform(video, { type: "toggle" });
  expect(video.paused).toBe(false);
  await perform(video, { type: "toggle" });
  expect(video.paused).toBe(true);
});

test("playing that the browser refuses is no error", async () => {
  const refused = media({ play: () => Promise.reject(new DOMException("no gesture", "NotAllowedError")) });
  await expect(perform(refused, { type: "toggle" })).resolves.toBeUndefined();
});

test.each([
  [{ type: "seek-by", seconds: 5 } as const, 8],
  [{ type: "seek-by", seconds: -5 } as const, 0],
  [{ type: "seek-by", seconds: 10 } as const, 10],
  [{ type: "seek", seconds: 4.25 } as const, 4.25],
  [{ type: "seek-share", share: 0.7 } as const, 7],
])("%o leads to %d s", async (command, seconds) => {
  const video = media();
  await perform(video, command);
  expect(video.currentTime).toBeCloseTo(seconds);
});

test("a video of unknown length stays at its start", async () => {
  const video = media({ duration: NaN, currentTime: 0 });
  await perform(video, { type: "seek-share", share: 0.5 });
  expect(video.currentTime).toBe(0);
});

test("the volume stays within its range, and turning it up ends the muting", async () => {
  const video = media({ muted: true });
  await perform(video, { type: "volume-by", amount: 0.05 });
  expect(video).toMatchObject({ muted: false, volume: 0.05 });
  await perform(video, { type: "volume-by", amount: -1 });
  expect(video).toMatchObject({ muted: true, volume: 0 });
  await perform(video, { type: "volume", volume: 7 });
  expect(video).toMatchObject({ muted: false, volume: 1 });
});

test("speeds go from a tenth to double", async () => {
  expect([Math.min(...RATES), Math.max(...RATES)]).toEqual([0.1, 2]);
  const video = media();
  await perform(video, { type: "rate", rate: 0.1 });
  expect(video.playbackRate).toBe(0.1);
});
