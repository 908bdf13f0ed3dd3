import { readFile } from "node:fs/promises";
import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COORDINATE_SCALE, UNKNOWN_METRES } from "../../convex/contract/segment.js";
import { packed, path, segment, shuttle, stored, track } from "../testing/frame-data.js";
import { decodeSegment, readSegment, SegmentError } from "./segments.js";

const sound = segment([0, 40, 80], {
  index: 3,
  firstFrame: 1500,
  startMilliseconds: 60_000,
  tracks: [
    track(1, [
      { frame: 0, x: 0.25, y: 0.5 },
      { frame: 2, x: 0.3, y: 0.5 },
    ]),
    track(2, []),
  ],
  paths: [
    path(1, [
      { frame: 0, x: -1.25, y: -4.5, speed: 2.5 },
      { frame: 1, x: -1.2, y: -4.4, speed: 2.6, state: "bridged" },
      { frame: 2, x: -1.1, y: -4.3, speed: 2.7, state: "airborne" },
    ]),
  ],
  motion: Int16Array.from({ length: 24 }, (_, at) => at * 100),
  shuttle: shuttle([
    { frame: 0, x: 0.5, y: 0.25, space: [1.5, -3.25, 2.75] },
    { frame: 1, x: 0.52, y: 0.2, state: "bridged" },
  ]),
});

test("a packed segment is read back as it was written", async () => {
  expect(await readSegment(await packed(stored(sound)))).toEqual(sound);
});

test("the golden segment, written by the worker's code, is read", async () => {
  // Its content stands in modal_app/tests/pipeline/test_segments.py.
  const file = await readFile(new URL("../../convex/contract/fixtures/segment.bin", import.meta.url));
  const golden = await readSegment(new Uint8Array(file));
  expect(golden).toMatchObject({ index: 2, firstFrame: 1199, timeBase: [1, 30_000], startPts: 1_200_199 });
  expect([...golden.pts]).toEqual([0, 1001, 2002, 3003]);
  expect([...golden.repeated]).toEqual([0, 1, 0, 0]);
  const [one, three] = golden.tracks;
  expect(one).toMatchObject({
    id: 1,
    frame: new Uint16Array([0, 1, 3]),
    boxConfidence: new Uint8Array([255, 204, 153]),
  });
  expect([...(one?.box.subarray(0, 4) ?? [])]).toEqual([0.25, 0.5, 0.375, 0.75].map((part) => part * COORDINATE_SCALE));
  expect([...(one?.keypoints.subarray(0, 3) ?? [])]).toEqual(
    [0, 1, 2].map((value) => (value / 128) * COORDINATE_SCALE),
  );
  expect(three).toMatchObject({ id: 3, frame: new Uint16Array([3]) });
  expect([...(three?.box ?? [])]).toEqual([-0.125, 0, 0.0625, 1.125].map((part) => part * COORDINATE_SCALE));
  expect([...(three?.keypointConfidence ?? [])]).toEqual(Array<number>(17).fill(0));
  expect(golden.shuttle).toMatchObject({
    frame: new Uint16Array([0, 2, 3]),
    confidence: new Uint8Array([255, 153, 51]),
    state: new Uint8Array([0, 1, 0]),
  });
  expect([...(golden.shuttle?.position ?? [])]).toEqual(
    [0.5, 0.25, 0.5625, 0.1875, 0.625, -0.0625].map((part) => part * COORDINATE_SCALE),
  );
  const unknown = Array<number>(3).fill(UNKNOWN_METRES);
  expect([...(golden.shuttle?.space ?? [])]).toEqual([1500, -4250, 2625, 1250, -3500, 3000, ...unknown]);
});

test("a segment that the browser has unpacked already is read too", async () => {
  expect(await readSegment(new Uint8Array(encode(stored(sound))))).toEqual(sound);
});

test("columns may start at any byte of the file", () => {
  const file = encode(stored(sound));
  for (const shift of [0, 1, 2, 3]) {
    const shifted = new Uint8Array(file.length + shift);
    shifted.set(file, shift);
    expect(decodeSegment(shifted.subarray(shift))).toEqual(sound);
  }
});

describe("refused", () => {
  const content = stored(sound);
  const [first] = content.tracks;
  const [way] = content.paths;
  const { shuttle: flying } = content;
  const broken: [string, unknown][] = [
    ["another version", { ...content, version: 1 }],
    ["a missing column", { ...content, pts: undefined }],
    ["a column that ends within a number", { ...content, pts: content.pts.subarray(0, 7) }],
    ["columns of unlike lengths", { ...content, repeated: new Uint8Array(2) }],
    ["no frame at all", { ...content, pts: new Uint8Array(), repeated: new Uint8Array(), tracks: [], paths: [] }],
    ["times that do not rise", stored(segment([0, 40, 40]))],
    ["a track beyond the last frame", stored({ ...sound, tracks: [track(1, [{ frame: 3, x: 0, y: 0 }])] })],
    [
      "a track that goes back",
      stored({
        ...sound,
        tracks: [
          track(1, [
            { frame: 2, x: 0, y: 0 },
            { frame: 1, x: 0, y: 0 },
          ]),
        ],
      }),
    ],
    ["a track with boxes missing", { ...content, tracks: [{ ...first, box: new Uint8Array(8) }] }],
    ["a track with angles missing", { ...content, tracks: [{ ...first, angles: new Uint8Array(8) }] }],
    ["a path beyond the last frame", stored({ ...sound, paths: [path(1, [{ frame: 3, x: 0, y: 0 }])] })],
    ["a path without a state", stored({ ...sound, paths: [path(1, [{ frame: 0, x: 0, y: 0, state: "unknown" }])] })],
    ["a path with places missing", { ...content, paths: [{ ...way, position: new Uint8Array(4) }] }],
    ["a shuttle beyond the last frame", stored({ ...sound, shuttle: shuttle([{ frame: 3, x: 0, y: 0 }]) })],
    ["a shuttle in a state that is none", { ...content, shuttle: { ...flying, state: new Uint8Array([0, 2]) } }],
    ["a shuttle with heights missing", { ...content, shuttle: { ...flying, space: new Uint8Array(8) } }],
    ["motion of a part of the frames", { ...content, motion: new Uint8Array(16) }],
    ["something else", "frame data"],
  ];

  test.each(broken)("%s", (_name, wrong) => {
    expect(() => decodeSegment(encode(wrong))).toThrow(SegmentError);
  });

  test("a file that was cut off", async () => {
    const file = await packed(content);
    await expect(readSegment(file.slice(0, -12))).rejects.toThrow(SegmentError);
  });

  test("any bytes, without another kind of error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await expect(readSegment(new Uint8Array(bytes))).rejects.toThrow(SegmentError);
      }),
    );
  });
});
