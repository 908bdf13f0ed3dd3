import { describe, expect, test } from "vitest";
import { longMatch } from "../testing/events.js";
import {
  afterMove,
  guide,
  obey,
  playedMatch,
  rateAt,
  startOfPlay,
  USUAL_MODES,
  type PlayedMatch,
  type PlayModes,
} from "./play-modes.js";
import type { GuideCommand } from "./playback-commands.js";

/** Two rallies of a match, with a minute of dead time between them. */
const first = { start: 10, end: 20 };
const second = { start: 80, end: 95 };
const match: PlayedMatch = { rallies: [first, second], hits: [11, 12.2, 14, 81, 83] };

const modes = (changes: Partial<PlayModes>): PlayModes => ({ ...USUAL_MODES, ...changes });
const ask = (seconds: number, command: GuideCommand, from = USUAL_MODES) => obey(from, match, seconds, command);

describe("left to itself", () => {
  test("a video plays everything, as usual", () => {
    for (const seconds of [0, 15, 50, 200]) expect(guide(USUAL_MODES, match, seconds)).toEqual({ modes: USUAL_MODES });
  });

  const only = modes({ only: "rallies" });

  test.each([
    [0, { seek: 10 }],
    // A seek to 10 s shows the frame that began shortly before.
    [9.96, {}],
    [19.9, {}],
    [20, { seek: 80 }],
    [94, {}],
    [95.01, { playing: false }],
  ])("playing rallies only, at %d s it does %o", (seconds, expected) => {
    expect(guide(only, match, seconds)).toEqual({ modes: only, ...expected });
  });

  test("playing only what was chosen, it leaves out the rest, rallies too", () => {
    const chosen = modes({ only: [second] });
    expect(guide(chosen, match, 12)).toMatchObject({ seek: 80 });
    expect(guide(chosen, match, 96)).toMatchObject({ playing: false });
  });

  test("a match without rallies is played whole", () => {
    expect(guide(only, { rallies: [], hits: [] }, 5)).toEqual({ modes: only });
  });

  test("a loop begins again at its end", () => {
    const looped = modes({ loop: first });
    expect(guide(looped, match, 19.9)).toEqual({ modes: looped });
    expect(guide(looped, match, 20)).toEqual({ modes: looped, seek: 10 });
  });

  test("a span that was asked for ends with a pause, once", () => {
    const { modes: asked } = ask(50, { type: "play-span", span: first });
    expect(guide(asked, match, 19)).toEqual({ modes: asked });
    const { modes: after, playing } = guide(asked, match, 20.01);
    expect(playing).toBe(false);
    expect(guide(after, match, 20.05)).toEqual({ modes: USUAL_MODES });
  });

  test("a span that was asked for is played also where it is left out otherwise", () => {
    const { modes: asked } = ask(50, { type: "play-span", span: { start: 40, end: 45 } }, only);
    expect(guide(asked, match, 41)).toEqual({ modes: asked });
    expect(startOfPlay(asked, match, 41)).toBeUndefined();
    expect(guide(asked, match, 45).modes).toEqual(only);
  });

  test("every rally of a long match is played, in order, and nothing between", () => {
    const events = longMatch(60);
    const played = playedMatch(events, 5000);
    const entered: number[] = [];
    let now = 0;
    for (;;) {
      const { seek, playing } = guide(only, played, now);
      if (playing === false) break;
      if (seek !== undefined) entered.push(seek);
      now = (seek ?? now) + 0.5;
    }
    expect(entered).toEqual(events.rallies.map(({ start }) => start - 1));
  });
});

describe("speed", () => {
  const slow = modes({ slowHits: true });

  test.each([
    [10.5, 1],
    [10.7, 0.25],
    [11, 0.25],
    [11.2, 0.25],
    [11.5, 1],
  ])("at %d s, around a hit at 11 s, is %d", (seconds, rate) => {
    expect(rateAt(slow, match, seconds, 1)).toBe(rate);
  });

  test("never becomes faster than what was chosen, and stays that where nothing was asked", () => {
    expect(rateAt(slow, match, 11, 0.1)).toBe(0.1);
    expect(rateAt(USUAL_MODES, match, 11, 2)).toBe(2);
  });
});

describe("asked for", () => {
  test.each([
    [0, 1, 10],
    [10, 1, 80],
    [50, 1, 80],
    [80, 1, undefined],
    [50, -1, 10],
    // Soon after its beginning a rally has been seen; later it is begun again.
    [81, -1, 10],
    [85, -1, 80],
    [10, -1, undefined],
  ] as const)("from %d s, the rally in direction %d begins at %d s", (seconds, direction, seek) => {
    expect(ask(seconds, { type: "rally", direction }).seek).toBe(seek);
  });

  test("hit after hit, with a pause, either way", () => {
    expect(ask(11, { type: "hit", direction: 1 })).toMatchObject({ seek: 12.2, playing: false });
    expect(ask(12.2, { type: "hit", direction: -1 })).toMatchObject({ seek: 11, playing: false });
    expect(ask(14, { type: "hit", direction: 1 }).seek).toBe(81);
    expect(ask(83, { type: "hit", direction: 1 }).seek).toBeUndefined();
  });

  test("a loop takes the rally of this moment, and is ended by being asked for again", () => {
    const { modes: looped, seek } = ask(15, { type: "loop" });
    expect(looped.loop).toBe(first);
    expect(seek).toBeUndefined();
    expect(ask(15, { type: "loop" }, looped).modes.loop).toBeUndefined();
  });

  test("a loop in dead time takes the rally that comes, after the last one that one", () => {
    expect(ask(50, { type: "loop" })).toMatchObject({ modes: { loop: second }, seek: 80 });
    expect(ask(500, { type: "loop" })).toMatchObject({ modes: { loop: second }, seek: 80 });
  });

  test("a span of one's own is looped", () => {
    const span = { start: 11, end: 12 };
    expect(ask(11.5, { type: "loop", span }).modes.loop).toBe(span);
  });

  test("a span is cued without playing it", () => {
    expect(ask(0, { type: "cue-span", span: first })).toEqual({ modes: modes({ until: 20 }), seek: 10 });
  });

  test("modes go on and off", () => {
    const { modes: only } = ask(0, { type: "rallies-only" });
    expect(only.only).toBe("rallies");
    expect(ask(0, { type: "rallies-only" }, only).modes.only).toBeUndefined();
    const { modes: slow } = ask(0, { type: "slow-hits" });
    expect(slow.slowHits).toBe(true);
    expect(ask(0, { type: "slow-hits" }, slow).modes.slowHits).toBe(false);
  });
});

describe("once the visitor has gone elsewhere", () => {
  const looped = modes({ loop: first });

  test("a loop stays where it holds the moment, and goes along to another rally", () => {
    expect(afterMove(looped, match, 12)).toBe(looped);
    expect(afterMove(looped, match, 85).loop).toBe(second);
    expect(afterMove(looped, match, 50).loop).toBeUndefined();
  });

  test("the pause that was to come does not", () => {
    expect(afterMove(modes({ until: 20 }), match, 12).until).toBeUndefined();
  });

  test("playing begins anew after the last span only", () => {
    const only = modes({ only: "rallies" });
    expect(startOfPlay(only, match, 96)).toBe(10);
    expect(startOfPlay(only, match, 50)).toBe(80);
    expect(startOfPlay(only, match, 15)).toBeUndefined();
    expect(startOfPlay(USUAL_MODES, match, 96)).toBeUndefined();
  });
});
