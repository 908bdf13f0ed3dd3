import { describe, expect, test } from "vitest";
import { eventsOf, longMatch, madeUpMatch } from "../testing/events.js";
import { fromNearHalf, placementsOf } from "./placements.js";
import { rallyLengths } from "./rally-lengths.js";
import { strokeMix } from "./stroke-mix.js";
import { strokeSpeeds } from "./stroke-speeds.js";

const nothing = eventsOf([]);

describe("the mix of strokes", () => {
  test("counts each player's, and leaves out what nobody is known for", () => {
    const { rows, totals, ofNobody } = strokeMix(madeUpMatch, [1, 2]);
    expect(rows).toEqual([
      { stroke: "serve-short", counts: [2, 0] },
      { stroke: "serve-long", counts: [0, 1] },
      { stroke: "clear", counts: [1, 0] },
      { stroke: "lift", counts: [1, 0] },
      { stroke: "smash", counts: [0, 1] },
      { stroke: "net-shot", counts: [0, 1] },
      { stroke: "block", counts: [1, 0] },
    ]);
    expect([totals, ofNobody]).toEqual([[5, 3], 1]);
  });

  test("of a match without hits is empty", () => {
    expect(strokeMix(nothing, [1, 2])).toEqual({ rows: [], totals: [0, 0], ofNobody: 0 });
  });

  test("counts every hit once", () => {
    const match = longMatch(120);
    const { rows, totals } = strokeMix(match, [1, 2]);
    const sum = rows.flatMap(({ counts }) => counts).reduce((total, count) => total + count, 0);
    expect([sum, totals[0]! + totals[1]!]).toEqual([match.hits.length, match.hits.length]);
  });
});

describe("the lengths of rallies", () => {
  test("in strokes begin at one, and what is cut off is not counted", () => {
    const { bars, median, longest, cutOff } = rallyLengths(madeUpMatch, "strokes");
    expect(bars.map(({ from, count }) => [from, count])).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
    ]);
    expect([median, longest, cutOff]).toEqual([4, 4, 1]);
  });

  test("in seconds begin at nought", () => {
    const { bars } = rallyLengths(madeUpMatch, "seconds");
    expect(bars.map(({ from, to, count }) => [from, to, count])).toEqual([
      [0, 1, 0],
      [1, 2, 0],
      [2, 3, 1],
      [3, 4, 1],
    ]);
  });

  test.each(["strokes", "seconds"] as const)("of a long match in %s have each rally in one of few bars", (measure) => {
    const { bars } = rallyLengths(longMatch(200), measure);
    expect(bars.length).toBeLessThanOrEqual(12);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(200);
  });

  test("of no rallies are none", () => {
    expect(rallyLengths(nothing, "strokes")).toEqual({ bars: [], median: undefined, longest: undefined, cutOff: 0 });
  });
});

describe("the speeds of strokes", () => {
  const smash = (low: number, high: number) => ({
    stroke: "smash" as const,
    flight: { speed: { low, high }, landed: false },
  });

  test("are the usual one and the fastest, of those that were measured", () => {
    const match = eventsOf([
      {
        start: 0,
        strokes: [
          smash(40, 44),
          "push",
          smash(60, 70),
          "push",
          smash(50, 54),
          "push",
          { stroke: "smash", flight: { landed: false } },
        ],
      },
    ]);
    expect(strokeSpeeds(match, [1, 2])).toEqual([
      {
        player: 1,
        stroke: "smash",
        usual: { time: expect.closeTo(3.2) as unknown, speed: { low: 50, high: 54 } },
        fastest: { time: expect.closeTo(1.6) as unknown, speed: { low: 60, high: 70 } },
        measured: 3,
        played: 4,
      },
    ]);
  });

  test("come by stroke, then by player", () => {
    const order = strokeSpeeds(longMatch(20), [1, 2]).map(({ stroke, player }) => `${stroke} ${player}`);
    expect(order.slice(0, 4)).toEqual(["serve-short 1", "serve-short 2", "clear 1", "clear 2"]);
  });
});

describe("placements", () => {
  const indices = (choice: Parameters<typeof placementsOf>[1]) =>
    placementsOf(madeUpMatch, choice).placements.map(({ index }) => index);

  test("are those of the chosen player, stroke and rally", () => {
    expect(indices({})).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(indices({ player: 2 })).toEqual([1, 3, 5]);
    expect(indices({ rally: 1 })).toEqual([3, 4, 5, 6]);
    expect(indices({ rally: 1, player: 2, stroke: "smash" })).toEqual([5]);
    expect(indices({ rally: 9 })).toEqual([]);
  });

  test("say how many hits have no known way", () => {
    expect(placementsOf(madeUpMatch, { rally: 2 })).toMatchObject({ placements: [{ index: 7 }], unknown: 1 });
  });

  test("can all be turned to the near half", () => {
    const { placements } = placementsOf(madeUpMatch, { rally: 1, player: 2 });
    const [first] = placements.map(fromNearHalf);
    expect(placements[0]!.from[1]).toBeGreaterThan(0);
    expect([first!.from[1], first!.to[1]]).toEqual([-placements[0]!.from[1], -placements[0]!.to[1]]);
    expect(first!.from[0]).toBe(-placements[0]!.from[0]);
  });
});
