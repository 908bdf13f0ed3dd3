import { expect, test } from "vitest";
import { looksOf, shapeOf } from "./looks.js";

const players = [{ id: 1 }, { id: 2 }];
const usual = (id: number) => `Player ${id}`;
const signs = (names: readonly string[]) =>
  looksOf(
    players,
    names.map((name, at) => ({ id: at + 1, name })),
    usual,
  ).map(({ sign }) => sign);

test("typed names take the place of the usual ones", () => {
  expect(looksOf(players, [{ id: 2, name: "Ben" }], usual).map(({ name }) => name)).toEqual(["Player 1", "Ben"]);
});

test("players are signed with their initials", () => {
  expect(signs(["Anna", "ben"])).toEqual(["A", "B"]);
  expect(signs(["Émile", "李"])).toEqual(["É", "李"]);
});

test("with their numbers, where initials are alike or missing", () => {
  expect(signs(["Anna", "Alex"])).toEqual(["1", "2"]);
  expect(signs(["Anna"])).toEqual(["1", "2"]);
});

test("no two players have the same shape", () => {
  expect(new Set([1, 2, 3, 4].map(shapeOf)).size).toBe(4);
});
