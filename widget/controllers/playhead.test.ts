import { expect, test, vi } from "vitest";
import { madeUpMatch } from "../testing/events.js";
import { USUAL_MODES } from "./play-modes.js";
import { Playhead, type Played } from "./playhead.js";

const player = () => ({ source: undefined, perform: vi.fn(), load: vi.fn(), heed: vi.fn() }) satisfies Played;

test("followers hear of each frame once, until they stop", () => {
  const playhead = new Playhead();
  const heard: (number | undefined)[] = [];
  const stop = playhead.follow(() => heard.push(playhead.seconds));
  for (const seconds of [0.1, 0.1, 0.2, undefined]) playhead.show(seconds);
  expect(heard).toEqual([0.1, 0.2, undefined]);
  stop();
  playhead.show(0.3);
  expect(heard).toHaveLength(3);
  expect(playhead.seconds).toBe(0.3);
  expect(playhead.followed).toBe(false);
});

test("frame data that has come, and another player, are news too", () => {
  const playhead = new Playhead();
  const heard = vi.fn();
  playhead.follow(heard);
  playhead.refresh();
  playhead.attach(player());
  expect(heard).toHaveBeenCalledTimes(2);
});

test("a follower makes the player load what it shows", () => {
  const playhead = new Playhead();
  const played = player();
  playhead.attach(played);
  expect(played.load).not.toHaveBeenCalled();
  playhead.follow(() => undefined);
  expect(played.load).toHaveBeenCalledOnce();
  expect(playhead.followed).toBe(true);
});

test("a moment is asked for at the player", () => {
  const playhead = new Playhead();
  playhead.seek(1);
  const played = player();
  playhead.attach(played);
  playhead.seek(2);
  playhead.seek(3, { reveal: true });
  playhead.perform({ type: "rally", direction: 1 });
  expect(played.perform.mock.calls).toEqual([
    [{ type: "seek", seconds: 2 }, false],
    [{ type: "seek", seconds: 3 }, true],
    [{ type: "rally", direction: 1 }, false],
  ]);
});

test("events that have come are news to the player and to followers, once", () => {
  const playhead = new Playhead();
  const played = player();
  playhead.attach(played);
  const heard = vi.fn();
  playhead.follow(heard);
  for (let times = 0; times < 2; times++) playhead.events = madeUpMatch;
  expect(played.heed).toHaveBeenCalledOnce();
  expect(heard).toHaveBeenCalledOnce();
});

test("another way of playing is news, once", () => {
  const playhead = new Playhead();
  const heard = vi.fn();
  playhead.follow(heard);
  const slow = { ...USUAL_MODES, slowHits: true };
  for (const modes of [USUAL_MODES, slow, slow]) playhead.play(modes);
  expect(heard).toHaveBeenCalledOnce();
  expect(playhead.modes).toBe(slow);
});
