import { expect, test, vi } from "vitest";
import { Playhead, type Played } from "./playhead.js";

const player = () => ({ source: undefined, seek: vi.fn(), load: vi.fn() }) satisfies Played;

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
  expect(played.seek.mock.calls).toEqual([
    [2, false],
    [3, true],
  ]);
});
