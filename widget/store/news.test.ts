import { expect, it } from "vitest";
import { results, videoView } from "../testing/videos.js";
import { newsBetween } from "./news.js";
import { problem } from "./problem.js";
import { initialState, reduce, type Change, type State } from "./state.js";

it("tells a host page the whole way of a video", () => {
  const told = tell([
    { type: "file-chosen", filename: "final.mp4", size: 1000 },
    { type: "upload-started", filename: "final.mp4", size: 1000, sent: 0 },
    { type: "upload-progress", sent: 1000, retrying: false },
    { type: "video-created", videoId: "video-1" },
    { type: "upload-complete" },
    { type: "video", video: videoView({ status: "processing", stage: "detect", progress: 0.5 }) },
    { type: "video", video: videoView({ status: "completed", results, shareToken: "s".repeat(43) }) },
  ]);
  expect(told.map(({ type }) => type)).toEqual([
    "ba-upload-start",
    "ba-upload-progress",
    "ba-upload-progress",
    "ba-analysis-start",
    "ba-analysis-progress",
    "ba-analysis-progress",
    "ba-analysis-complete",
  ]);
  expect((told.at(-1) as CustomEvent).detail).toMatchObject({ videoId: "video-1", results });
});

it("tells a problem once, in words", () => {
  const failed: Change = { type: "failed", problem: problem("worker_lost"), during: "analysis", owner: true };
  const told = tell([failed, { type: "connection", connection: "lost" }, { type: "action-started" }]);
  expect(told).toHaveLength(1);
  expect((told[0] as CustomEvent).detail).toMatchObject({
    code: "worker_lost",
    retryable: true,
    message: expect.stringContaining("Try again") as string,
  });
});

it("tells a cancelled analysis", () => {
  expect(tell([{ type: "video", video: videoView({ status: "cancelled" }) }]).map(({ type }) => type)).toEqual([
    "ba-analysis-cancel",
  ]);
});

it("lets its events leave the shadow tree", () => {
  const [event] = tell([{ type: "video", video: videoView({ status: "cancelled" }) }]);
  expect(event).toMatchObject({ bubbles: true, composed: true });
});

function tell(changes: readonly Change[]): Event[] {
  let state: State = initialState;
  return changes.flatMap((change) => {
    const next = reduce(state, change);
    const news = newsBetween(state, next);
    state = next;
    return news;
  });
}
