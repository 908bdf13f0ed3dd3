import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorCodes } from "../../convex/contract/errors.js";
import { pageProblems, problem } from "../store/problem.js";
import { initialState, type View } from "../store/state.js";
import { videoView } from "../testing/videos.js";
import { announcement } from "./announce.js";
import { en } from "./en.js";
import { formatBytes, formatPercent, formatWait } from "./format.js";

describe("numbers as people read them", () => {
  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [12_345, "12 kB"],
    [5_000_000, "5 MB"],
    [1_540_000, "1.5 MB"],
    [2 ** 30, "1.1 GB"],
  ])("%d bytes are %s", (bytes, text) => {
    expect(formatBytes(bytes, "en")).toBe(text);
  });

  it("shows 100 % for the whole only", () => {
    expect([0, 0.994, 0.9999, 1].map((fraction) => formatPercent(fraction, "en"))).toEqual([
      "0%",
      "99%",
      "99%",
      "100%",
    ]);
  });

  it.each([
    [0, "5 seconds"],
    [31, "35 seconds"],
    [58, "1 minute"],
    [150, "3 minutes"],
    [3600, "1 hour"],
    [7500, "2 hours 5 minutes"],
  ])("a wait of %d s is %s", (seconds, text) => {
    expect(formatWait(seconds, "en")).toBe(text);
  });

  it("says something for any wait", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (seconds) => /^[1-9]/.test(formatWait(seconds, "en"))),
    );
  });
});

it("words every error, in whole sentences", () => {
  for (const code of [...errorCodes, ...(Object.keys(pageProblems) as (keyof typeof pageProblems)[])]) {
    expect(en.errors[code]).toMatch(/^[A-Z].*\.$/);
  }
});

describe("what is spoken", () => {
  const say = (view: View) => announcement({ ...initialState, view });
  const sending = (sent: number): View => ({
    name: "uploading",
    filename: "a.mp4",
    size: 1000,
    sent,
    retrying: false,
    elsewhere: false,
  });

  it("changes once in a tenth", () => {
    expect(new Set([310, 333, 399].map((sent) => say(sending(sent)))).size).toBe(1);
    expect(say(sending(400))).not.toBe(say(sending(399)));
    expect(say(sending(300))).toBe("30% sent");
  });

  it("names the stage, the end and every problem", () => {
    const analysing: View = {
      name: "analysing",
      filename: "a.mp4",
      stage: "detect",
      progress: 0.55,
      attempt: 1,
      owner: true,
    };
    expect(say(analysing)).toBe("Finding people and their poses, 50% complete");
    expect(say({ name: "done", video: videoView({ status: "completed" }) })).toBe(en.finished.announce);
    expect(say({ name: "empty", problem: problem("file_empty") })).toBe(en.errors.file_empty);
    expect(say({ name: "empty" })).toBe("");
  });

  it("puts a lost connection first", () => {
    expect(announcement({ ...initialState, connection: "lost", view: sending(10) })).toBe(en.connection.lost);
  });
});
