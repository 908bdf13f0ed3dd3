import { expect, test } from "vitest";
import { metrics } from "../testing/metrics.js";
import { motionOf } from "../testing/frame-data.js";
import { figuresOnHalves } from "./density.js";

const near = { x: 0, y: -3 };
const far = { x: 0, y: 3 };

/** Doubles: 1 and 2 against 3 and 4, who change ends after 0.4 s. */
const motion = motionOf({ 1: [near, near, far], 2: [near, near, far], 3: [far, far, near], 4: [far, far, near] });
const players = [1, 2, 3, 4].map((id) => ({ id, metrics: metrics() }));

const shown = (chosen: number[], seconds = 0) =>
  figuresOnHalves(players, motion, chosen, seconds).map(({ id, half }) => `${id} ${half}`);

test("of those who share a half, the last chosen is shown", () => {
  expect(shown([1, 2, 3, 4])).toEqual(["2 near", "4 far"]);
  expect(shown([4, 2, 1])).toEqual(["4 far", "1 near"]);
  expect(shown([])).toEqual([]);
});

test("figures go with their player when ends are changed", () => {
  expect(shown([1, 3], 1)).toEqual(["1 far", "3 near"]);
});

test("nothing is shown of a player without figures, or without a place", () => {
  expect(figuresOnHalves([{ id: 1 }], motion, [1], 0)).toEqual([]);
  expect(figuresOnHalves(players, undefined, [1], 0)).toEqual([]);
});
