import fc from "fast-check";
import { expect, test } from "vitest";
import { motionOf } from "../testing/frame-data.js";
import { fromOwn, halfAt, halfOf, toOwn, zoneOf, ZONES } from "./own.js";

const metres = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });

test("a place comes back from the own frame", () => {
  fc.assert(
    fc.property(metres(4), metres(8), (x, y) => {
      const floor = [x, y] as const;
      const [backX, backY] = fromOwn(toOwn(floor), halfOf(floor));
      expect(backX).toBeCloseTo(x);
      expect(backY).toBeCloseTo(y);
      expect(toOwn(floor)[1]).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("on either half, the right hand is at the right when facing the net", () => {
  expect(toOwn([2, -5])).toEqual([2, 5]);
  expect(toOwn([2, 5])).toEqual([-2, 5]);
});

test("every place inside the lines is in the zone that is drawn there", () => {
  fc.assert(
    fc.property(metres(3.04), fc.double({ min: 0, max: 6.69, noNaN: true }), (x, y) => {
      const inside = ZONES.filter(({ left, right, net, back }) => left <= x && x < right && net <= y && y < back);
      expect(inside).toHaveLength(1);
      expect(inside[0]).toMatchObject(zoneOf([x, y]));
    }),
  );
});

test("what is beyond the lines belongs to the zone beside", () => {
  expect(zoneOf([-5, 9])).toEqual({ row: "rear", column: "left" });
  expect(zoneOf([5, 0])).toEqual({ row: "front", column: "right" });
});

test("a player's half is where they were seen last", () => {
  const motion = motionOf({ 1: [undefined, { x: 0, y: -3 }, undefined, undefined, undefined, { x: 0, y: 3 }] });
  const [path] = motion.paths;
  expect([0, 0.2, 0.9, 1.1, 60].map((seconds) => halfAt(path!, seconds))).toEqual([
    ...["near", "near", "near"],
    ...["far", "far"],
  ]);
  expect(halfAt(motionOf({ 1: [undefined] }).paths[0]!, 0)).toBeUndefined();
});
