import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linkTo, spanOfHash, spanOfTime } from "./time-fragment.js";

test.each([
  ["12.5,20.1", { start: 12.5, end: 20.1 }],
  ["12.5", { start: 12.5, end: Infinity }],
  [",20", { start: 0, end: 20 }],
  ["npt:10,20", { start: 10, end: 20 }],
  ["1:05,2:00.5", { start: 65, end: 120.5 }],
  ["0:02:03,1:00:00", { start: 123, end: 3600 }],
])("%s is a span", (time, span) => {
  expect(spanOfTime(time)).toEqual(span);
});

test.each([
  "",
  ",",
  "a",
  "-1,5",
  "20,10",
  "5,5",
  "1,2,3",
  "1:75",
  "75:00:1:2",
  "1e3",
  "Infinity",
  "10s",
  "smpte:0:00:10",
])("%j is none", (time) => {
  expect(spanOfTime(time)).toBeUndefined();
});

describe("after a page's #", () => {
  test.each([
    ["#t=3,4", 3],
    ["#track=1&t=3,4", 3],
    ["#t=npt%3A3%2C4", 3],
    ["#t", undefined],
    ["#table", undefined],
    ["#at=3,4", undefined],
    ["", undefined],
  ])("%s begins at %d s", (hash, start) => {
    expect(spanOfHash(hash)?.start).toBe(start);
  });
});

describe("a link", () => {
  test("keeps the page's address, and what else stands after its #", () => {
    expect(linkTo({ start: 12.5, end: 20.1 }, "https://club.example/final?x=1")).toBe(
      "https://club.example/final?x=1#t=12.5,20.1",
    );
    expect(linkTo({ start: 1, end: 2 }, "https://club.example/#t=5,6&lang=en")).toBe(
      "https://club.example/#t=1,2&lang=en",
    );
    expect(linkTo({ start: 1, end: 2 }, "https://club.example/#match")).toBe("https://club.example/#t=1,2");
  });

  test("leads to all of its span, and hardly more", () => {
    const time = fc.double({ min: 0, max: 9000, noNaN: true });
    fc.assert(
      fc.property(time, fc.double({ min: 0.2, max: 300, noNaN: true }), (start, length) => {
        const span = spanOfHash(new URL(linkTo({ start, end: start + length }, "https://club.example/")).hash);
        expect(span!.start).toBeLessThanOrEqual(start);
        expect(span!.end).toBeGreaterThanOrEqual(start + length);
        expect(span!.end - span!.start).toBeLessThan(length + 0.2 + 1e-9);
      }),
    );
  });

  test("may have no end", () => {
    expect(linkTo({ start: 7, end: Infinity }, "https://club.example/")).toBe("https://club.example/#t=7");
  });
});
