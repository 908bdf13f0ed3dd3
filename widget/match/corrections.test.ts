import { describe, expect, test } from "vitest";
import type { Hit, Rally } from "../../convex/contract/events.js";
import { madeUpMatch } from "../testing/events.js";
import {
  changeHit,
  changeRally,
  editOfHit,
  editOfRally,
  isHitPending,
  isRallyPending,
  overlapped,
  removeHit,
  removeRally,
} from "./corrections.js";

const { hits, rallies } = madeUpMatch;
/** At 1.6 s, a net shot of player 2. */
const hit: Hit = hits[1]!;
const rally: Rally = rallies[1]!;

describe("a hit of the machine's", () => {
  test("is changed in what is said, and stays in the rest", () => {
    expect(changeHit(hit, { stroke: "drop" }, [])).toEqual({
      correction: { of: "hit", edit: { was: hit.time, at: hit.time, stroke: "drop" } },
      undo: false,
    });
  });

  test("is corrected further, also before the results follow", () => {
    const former = { was: hit.time, at: hit.time + 0.2 };
    const { correction } = changeHit(hit, { hitter: 1 }, [{ was: 1 }, former]);
    expect(correction.edit).toEqual({ ...former, hitter: 1 });
    const followed: Hit = {
      ...hit,
      time: hit.time + 0.2,
      edited: true,
      machine: { time: hit.time, stroke: "net-shot" },
    };
    expect(changeHit(followed, { hitter: 1 }, [former]).correction.edit).toEqual({ ...former, hitter: 1 });
  });

  test("that somebody removed comes back where it is changed", () => {
    expect(changeHit(hit, { stroke: "drop" }, [{ was: hit.time }]).correction.edit).toEqual({
      was: hit.time,
      at: hit.time,
      stroke: "drop",
    });
  });

  test("is removed under the machine's time", () => {
    expect(removeHit(hit, [])).toEqual({ correction: { of: "hit", edit: { was: hit.time } }, undo: false });
    const moved: Hit = { ...hit, time: 2, edited: true, machine: { time: 1.61, stroke: "lift" } };
    expect(removeHit(moved, [{ was: 1.6, at: 2 }]).correction.edit).toEqual({ was: 1.6 });
    expect(removeHit(moved, []).correction.edit).toEqual({ was: 1.61 });
  });
});

describe("a hit that somebody added", () => {
  const added: Hit = { ...hit, time: 2.002, edited: true };
  const former = { at: 2, hitter: 2 };

  test("is moved in place of the former word", () => {
    expect(changeHit(added, { at: 2.1 }, [former, { at: 5 }])).toEqual({
      correction: { of: "hit", edit: { at: 2.1, hitter: 2 }, instead: former },
      undo: false,
    });
  });

  test("is forgotten when it is removed", () => {
    expect(removeHit(added, [former])).toEqual({ correction: { of: "hit", edit: former }, undo: true });
  });

  test("is not taken for one of the machine's nearby", () => {
    expect(editOfHit(added, [{ was: 2.01, at: 2.01 }])).toBeUndefined();
    expect(editOfHit({ ...hit, time: 2 }, [former])).toBeUndefined();
  });
});

test("a hit waits for results until they follow its correction", () => {
  const shown: Hit = { ...hit, edited: true, stroke: "drop", hitter: 1, machine: { time: hit.time, stroke: "lift" } };
  expect(isHitPending(hit, undefined)).toBe(false);
  expect(isHitPending(shown, { was: hit.time, at: hit.time + 0.01, stroke: "drop", hitter: 1 })).toBe(false);
  expect(isHitPending(hit, { was: hit.time, at: hit.time })).toBe(true);
  expect(isHitPending(shown, { was: hit.time })).toBe(true);
  expect(isHitPending(shown, { was: hit.time, at: hit.time + 0.1 })).toBe(true);
  expect(isHitPending(shown, { was: hit.time, at: hit.time, hitter: 2 })).toBe(true);
  expect(isHitPending(shown, { was: hit.time, at: hit.time, stroke: "lift" })).toBe(true);
});

describe("a rally", () => {
  const { start, end } = rally;

  test("is changed in what is said, and keeps its edges otherwise", () => {
    expect(changeRally(rally, { winner: 0 }, [])).toEqual({
      correction: { of: "rally", edit: { was: [start, end], is: [start, end], winner: 0 } },
      undo: false,
    });
    const former = { was: [start, end] as [number, number], is: [start, end] as [number, number], winner: 0 };
    expect(changeRally(rally, { is: [start, end + 1] }, [former]).correction.edit).toEqual({
      ...former,
      is: [start, end + 1],
    });
    expect(changeRally(rally, { winner: undefined }, [former]).correction.edit).toEqual({
      was: [start, end],
      is: [start, end],
    });
  });

  test("is removed under the machine's span, and one that was added is forgotten", () => {
    expect(removeRally(rally, [])).toEqual({ correction: { of: "rally", edit: { was: [start, end] } }, undo: false });
    const added: Rally = { ...rally, edited: true };
    const former = { is: [start, end] as [number, number] };
    expect(removeRally(added, [former])).toEqual({ correction: { of: "rally", edit: former }, undo: true });
    expect(changeRally(added, { winner: 1 }, [former])).toEqual({
      correction: { of: "rally", edit: { ...former, winner: 1 }, instead: former },
      undo: false,
    });
  });

  test("is found by most of its time, also where a new analysis has it a little elsewhere", () => {
    const edit = { was: [start - 0.3, end + 0.2] as [number, number] };
    expect(editOfRally(rally, [{ was: [0, 1] }, edit])).toBe(edit);
    expect(editOfRally(rally, [{ was: [0, start] }])).toBeUndefined();
  });

  test("waits for results until they follow its correction", () => {
    const shown: Rally = { ...rally, edited: true, winner: 1, machine: { start, end } };
    expect(isRallyPending(shown, { was: [start, end], is: [start, end], winner: 1 })).toBe(false);
    expect(isRallyPending(shown, { was: [start, end], is: [start, end], winner: 0 })).toBe(true);
    expect(isRallyPending(shown, { was: [start, end], is: [start - 1, end] })).toBe(true);
    expect(isRallyPending(shown, { was: [start, end] })).toBe(true);
    expect(isRallyPending(rally, { was: [start, end], is: [start, end] })).toBe(true);
  });

  test("is not played at the time of another", () => {
    expect(overlapped(rallies, [start, end], 1)).toBe(-1);
    expect(overlapped(rallies, [start - 3, end], 1)).toBe(0);
    expect(overlapped(rallies, [start, end])).toBe(1);
    expect(overlapped(rallies, [end, end + 0.5], 1)).toBe(-1);
  });
});
