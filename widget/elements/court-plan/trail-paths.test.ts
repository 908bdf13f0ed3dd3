import { expect, test } from "vitest";
import type { TrailPlace } from "../../court/places.js";
import { trailPaths } from "./trail-paths.js";

const at = (x: number, age: number, bridged = false): TrailPlace => ({ floor: [x, 0], age, bridged });
const asIs = ([x, y]: readonly [number, number]) => [x, y] as const;

test("a trail fades with age", () => {
  const { seen, bridged } = trailPaths([[at(0, 2.9), at(1, 2.5), at(2, 1.5), at(3, 0.5), at(4, 0)]], asIs);
  expect(seen).toEqual(["M2.0 0.0L3.0 0.0L4.0 0.0", "M1.0 0.0L2.0 0.0", "M0.0 0.0L1.0 0.0"]);
  expect(bridged).toBe("");
});

test("what was bridged is a line of its own, joined to what was seen", () => {
  const { seen, bridged } = trailPaths([[at(0, 0.4), at(1, 0.3, true), at(2, 0.2, true), at(3, 0.1), at(4, 0)]], asIs);
  expect(bridged).toBe("M0.0 0.0L1.0 0.0L2.0 0.0L3.0 0.0");
  expect(seen[0]).toBe("M3.0 0.0L4.0 0.0");
});

test("nothing is drawn across a gap", () => {
  const { seen } = trailPaths(
    [
      [at(0, 0.9), at(1, 0.8)],
      [at(7, 0.1), at(8, 0)],
    ],
    asIs,
  );
  expect(seen[0]).toBe("M0.0 0.0L1.0 0.0M7.0 0.0L8.0 0.0");
});
