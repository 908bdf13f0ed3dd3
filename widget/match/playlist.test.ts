import { describe, expect, test } from "vitest";
import { longMatch, madeUpMatch } from "../testing/events.js";
import { itemAt, playlistOf, rallyNumbers } from "./playlist.js";

describe("the rallies that a page asks for", () => {
  test.each([
    ["", undefined],
    ["  ", undefined],
    ["12 3,40", [12, 3, 40]],
    ["0 -1 x 2.5 7", [7]],
    ["none", []],
  ])("by %j", (text, numbers) => {
    expect(rallyNumbers(text)).toEqual(numbers);
  });
});

describe("a playlist", () => {
  test("has what is worth watching, with the reasons", () => {
    expect(playlistOf(madeUpMatch, 12, undefined)).toMatchObject([
      { index: 1, span: { start: 3, end: 8 }, reasons: [{ kind: "fastest_smash" }] },
    ]);
  });

  test("or what the page asks for, in order of time and each once; what there is not is left out", () => {
    const items = playlistOf(madeUpMatch, 12, [3, 1, 3, 99]);
    expect(items.map(({ index, reasons }) => [index, reasons.length])).toEqual([
      [0, 0],
      [2, 0],
    ]);
  });

  test("knows what is being shown", () => {
    const items = playlistOf(longMatch(40), 10_000, undefined);
    expect(items).toHaveLength(4);
    const [first, second] = items.map(({ span }) => span);
    expect(itemAt(items, first!.start - 5)).toBe(-1);
    expect(itemAt(items, first!.start - 0.02)).toBe(0);
    expect(itemAt(items, second!.start - 3)).toBe(0);
    expect(itemAt(items, second!.start)).toBe(1);
    expect(itemAt(items, 9_000)).toBe(3);
  });
});
