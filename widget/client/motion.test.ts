import { encode } from "@msgpack/msgpack";
import { expect, test } from "vitest";
import { motionOf, packed, storedMotion } from "../testing/frame-data.js";
import { SegmentError } from "./columns.js";
import { readMotion } from "./motion.js";

const sound = motionOf({
  1: [{ x: -1, y: -4.25, speed: 3.5 }, undefined, { x: -0.5, y: -4, state: "bridged" }],
  3: [undefined, { x: 2.5, y: 6.7, speed: 9, state: "airborne" }, undefined],
});

test("a motion file is read back as it was written, packed or already unpacked", async () => {
  expect(await readMotion(await packed(storedMotion(sound)))).toEqual(sound);
  expect(await readMotion(new Uint8Array(encode(storedMotion(sound))))).toEqual(sound);
});

const content = storedMotion(sound);
const [first] = content.paths;

test.each([
  ["another version", { ...content, version: 2 }],
  ["another number of samples", { ...content, samples: 4 }],
  ["a column that ends within a number", { ...content, paths: [{ ...first, speed: new Uint8Array(5) }] }],
  ["a state that is none", { ...content, paths: [{ ...first, state: new Uint8Array([1, 2, 4]) }] }],
  ["something else", []],
])("%s is refused", async (_name, wrong) => {
  await expect(readMotion(await packed(wrong))).rejects.toThrow(SegmentError);
});

test("bytes that are no file are refused", async () => {
  await expect(readMotion(new Uint8Array([0x1f, 0x8b, 1, 2]))).rejects.toThrow(SegmentError);
  await expect(readMotion(new Uint8Array())).rejects.toThrow(SegmentError);
});
