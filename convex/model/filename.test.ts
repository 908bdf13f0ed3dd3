import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_FILENAME_LENGTH } from "../contract/limits.js";
import { displayName } from "./filename.js";

describe("displayName", () => {
  test.each([
    ["match.mp4", "match.mp4"],
    ['the "final" 🏸 – Größe.mov', 'the "final" 🏸 – Größe.mov'],
    ["👨‍👩‍👧.mp4", "👨‍👩‍👧.mp4"],
    ["../../etc/passwd", "....etcpasswd"],
    ["C:\\videos\\match.avi", "C:videosmatch.avi"],
    ["a\u0000b\nc\u007f.mp4", "abc.mp4"],
    // The name would be shown as "photo4pm.exe" turned around.
    ["photo\u202e4pm.exe", "photo4pm.exe"],
    ["half\ud83c.mp4", "half.mp4"],
    ["  match.mp4  ", "match.mp4"],
    ["", "video"],
    ["///", "video"],
  ])("shows %j as %j", (name, shown) => {
    expect(displayName(name)).toBe(shown);
  });

  test("joins characters that were stored in pieces", () => {
    expect(displayName("e\u0301")).toBe("\u00e9");
  });

  test("cuts a long name and keeps its type", () => {
    const shown = displayName(`${"x".repeat(400)}.mp4`);
    expect(shown).toHaveLength(MAX_FILENAME_LENGTH);
    expect(shown.endsWith("x….mp4")).toBe(true);
  });

  test("cuts between characters", () => {
    expect(displayName("🏸".repeat(300))).not.toMatch(/\p{Cs}/u);
  });

  const names = fc.string({ unit: "binary", maxLength: 600 });

  test("is bounded, shows no path and no control characters, and is stable, for every name", () => {
    fc.assert(
      fc.property(names, (name) => {
        const shown = displayName(name);
        expect(shown.length).toBeGreaterThan(0);
        expect(shown.length).toBeLessThanOrEqual(MAX_FILENAME_LENGTH);
        expect(shown).not.toMatch(/[/\\\p{Cc}]/u);
        expect(displayName(shown)).toBe(shown);
      }),
    );
  });
});
