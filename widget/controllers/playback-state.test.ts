import { expect, test } from "vitest";
import { INITIAL_STATE, MEDIA_EVENTS, nextState, type Media } from "./playback-state.js";

const ranges = (...spans: [number, number][]): TimeRanges => ({
  length: spans.length,
  start: (index) => spans[index]?.[0] ?? NaN,
  end: (index) => spans[index]?.[1] ?? NaN,
});

/** A media element that plays at 3 s of 10. */
const playing: Media = {
  paused: false,
  ended: false,
  currentTime: 3,
  duration: 10,
  buffered: ranges([0, 5]),
  playbackRate: 1,
  volume: 1,
  muted: false,
  seeking: false,
  readyState: 4,
  error: null,
};

const after = (media: Media, ...events: string[]) =>
  events.reduce((state, event) => nextState(state, media, event), INITIAL_STATE);

test("state follows the media element's own events", () => {
  expect(after(playing, ...MEDIA_EVENTS.filter((name) => name !== "emptied"))).toEqual({
    paused: false,
    ended: false,
    currentTime: 3,
    duration: 10,
    buffered: [{ start: 0, end: 5 }],
    rate: 1,
    volume: 1,
    muted: false,
    waiting: false,
    started: true,
    failed: false,
  });
});

test("an event that changes nothing leaves the same object", () => {
  const state = after(playing, "play", "timeupdate");
  expect(nextState(state, playing, "volumechange")).toBe(state);
});

test("the poster goes with the first play or seek, and comes back with another video", () => {
  expect(after(playing, "loadedmetadata").started).toBe(false);
  expect(after(playing, "seeking").started).toBe(true);
  expect(after(playing, "play", "timeupdate", "emptied").started).toBe(false);
});

test("it waits only while it wants to move and lacks data", () => {
  expect(after({ ...playing, readyState: 2 }, "waiting").waiting).toBe(true);
  expect(after({ ...playing, paused: true, readyState: 2 }, "waiting").waiting).toBe(false);
  expect(after({ ...playing, paused: true, seeking: true, readyState: 1 }, "seeking").waiting).toBe(true);
  expect(after({ ...playing, readyState: 2, ended: true }, "ended").waiting).toBe(false);
});

test("a length that is not known yet counts as none", () => {
  expect(after({ ...playing, duration: NaN }, "durationchange").duration).toBe(0);
});
