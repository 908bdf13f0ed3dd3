import { describe, expect, it } from "vitest";
import { clipName, clipSpan, MAX_CLIP_SECONDS } from "./span.js";

describe("the stretch that is cut out", () => {
  it("leaves a second before and after", () => {
    expect(clipSpan({ start: 10, end: 15 }, 60)).toEqual({ start: 9, end: 16 });
  });

  it("stays inside of the video", () => {
    expect(clipSpan({ start: 0.4, end: 11.7 }, 12)).toEqual({ start: 0, end: 12 });
  });

  it("has a greatest length", () => {
    expect(clipSpan({ start: 1, end: 5000 }, 7200).end).toBe(MAX_CLIP_SECONDS);
  });
});

describe("the file's name", () => {
  it.each([
    ["club final.mp4", "club final - rally 3.mp4"],
    ["2026.07.01 Halle.MOV", "2026.07.01 Halle - rally 3.mp4"],
    ['../a/b\\c:d*?"<>|.mp4', ".. a b c d - rally 3.mp4"],
    ["\u202egnp.mp4", "gnp - rally 3.mp4"],
    [".mp4", "match - rally 3.mp4"],
    ["決勝 🏸.mp4", "決勝 🏸 - rally 3.mp4"],
  ])("of %s", (filename, name) => {
    expect(clipName(filename, "rally 3")).toBe(name);
  });

  it("is no longer than file systems take, in bytes", () => {
    const name = clipName(`${"🏸".repeat(200)}.mp4`, "rally 1000");
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
  });
});
