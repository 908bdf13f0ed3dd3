import { expect, test } from "vitest";
import { HEATMAP_COLUMNS, HEATMAP_ROWS } from "../../../convex/contract/metrics.js";
import { densest } from "./heat.js";

test("the densest place is told in metres of the own frame", () => {
  const heatmap = Array<number>(HEATMAP_COLUMNS * HEATMAP_ROWS).fill(0);
  expect(densest(heatmap)).toBeUndefined();
  // The fifth row from the net, the first column right of the middle.
  heatmap[4 * HEATMAP_COLUMNS + 14] = 255;
  expect(densest(heatmap)).toEqual([0.125, 1.125]);
});
