import { expect, test } from "vitest";
import { motionOf, type OnFloor } from "../testing/frame-data.js";
import { momentsAt, neighbour } from "./moments.js";

const at = (x: number, y: number): OnFloor => ({ x, y });
const away = at(0, 6);
const here = at(2, -3);

test("visits have a beginning and an end, and short absences do not end them", () => {
  const motion = motionOf({
    1: [away, here, here, away, away, here, away, away, away, away, at(2.6, -3.6), undefined],
  });
  expect(momentsAt(motion, [2, -3], [1])).toEqual([
    { id: 1, start: expect.closeTo(0.2) as unknown, end: expect.closeTo(1) as unknown },
    { id: 1, start: expect.closeTo(2) as unknown, end: expect.closeTo(2) as unknown },
  ]);
});

test("a metre counts, more does not; what is unknown is nowhere", () => {
  const motion = motionOf({ 1: [at(3, -3), undefined, at(3.01, -3)] });
  expect(momentsAt(motion, [2, -3], [1])).toEqual([{ id: 1, start: 0, end: 0 }]);
  expect(momentsAt(motionOf({ 1: [undefined] }), [0, 0], [1])).toEqual([]);
});

test("everybody who is asked for is found, in the order of time", () => {
  const motion = motionOf({ 1: [away, away, here], 2: [here, away, away], 3: [here, here, here] });
  expect(momentsAt(motion, [2, -3], [1, 2]).map(({ id }) => id)).toEqual([2, 1]);
});

test("the next and the one before are told from where the video is", () => {
  const moments = [1, 5, 9].map((start) => ({ id: 1, start, end: start + 0.4 }));
  expect(neighbour(moments, 5, 1)?.start).toBe(9);
  expect(neighbour(moments, 5, -1)?.start).toBe(1);
  expect(neighbour(moments, 9, 1)).toBeUndefined();
  expect(neighbour(moments, 0.9, -1)).toBeUndefined();
});
