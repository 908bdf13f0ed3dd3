import { encode } from "@msgpack/msgpack";
import { expect, test } from "vitest";
import { longMatch, madeUpMatch } from "../testing/events.js";
import { packed } from "../testing/frame-data.js";
import { SegmentError } from "./columns.js";
import { readEvents } from "./events.js";

test("an events file is read back as it was written, packed or already unpacked", async () => {
  expect(await readEvents(await packed(madeUpMatch))).toEqual(madeUpMatch);
  expect(await readEvents(new Uint8Array(encode(madeUpMatch, { ignoreUndefined: true })))).toEqual(madeUpMatch);
  const long = longMatch(250);
  expect(await readEvents(await packed(long))).toEqual(long);
});

const { hits, rallies } = madeUpMatch;

test.each([
  ["another version", { version: 2 }],
  ["no hits", { hits: undefined }],
  ["hits that are not in order", { hits: hits.toReversed() }],
  ["rallies that are not in order", { rallies: rallies.toReversed() }],
  ["a rally whose hits are not there", { rallies: [{ ...rallies[0], hits: 99 }] }],
  ["a rally that ends before it begins", { rallies: [{ ...rallies[0], end: 0 }] }],
  ["a highlight of no rally", { highlights: [{ rally: 3, reasons: [{ kind: "longest", value: 9 }] }] }],
  ["a highlight for no reason", { highlights: [{ rally: 1, reasons: [] }] }],
])("%s is refused", async (_name, wrong) => {
  await expect(readEvents(await packed({ ...madeUpMatch, ...wrong }))).rejects.toThrow(SegmentError);
});

test("bytes that are no file are refused", async () => {
  await expect(readEvents(new Uint8Array([0x1f, 0x8b, 1, 2]))).rejects.toThrow(SegmentError);
});
