import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VideoStatus } from "../../convex/contract/video.js";
import { videoError } from "../../convex/contract/errors.js";
import { results, videoView } from "../testing/videos.js";
import { problem } from "./problem.js";
import { initialState, reduce, viewOf, type Change, type State } from "./state.js";

const sending: State = {
  ...initialState,
  videoId: "video-1",
  view: { name: "uploading", filename: "final.mp4", size: 1000, sent: 0, retrying: false, elsewhere: false },
};

describe("the view of a record", () => {
  it.each([
    ["uploading", "uploading"],
    ["uploaded", "analysing"],
    ["processing", "analysing"],
    ["completed", "done"],
    ["failed", "failed"],
    ["cancelled", "stopped"],
  ] as const)("that is %s is %s", (status, name) => {
    expect(viewOf(videoView({ status })).name).toBe(name);
  });

  it("covers every status", () => {
    for (const status of VideoStatus.options) {
      expect(viewOf(videoView({ status }))).toBeDefined();
    }
  });

  it("carries stage, progress and time left", () => {
    const view = viewOf(
      videoView({ status: "processing", stage: "detect", progress: 0.4, etaSeconds: 90, attempt: 2 }),
    );
    expect(view).toMatchObject({ stage: "detect", progress: 0.4, etaSeconds: 90, attempt: 2, owner: true });
  });

  it("names what went wrong, and says so when nobody did", () => {
    expect(viewOf(videoView({ status: "failed", error: videoError("worker_lost") }))).toMatchObject({
      problem: { code: "worker_lost", retryable: true },
    });
    expect(viewOf(videoView({ status: "failed" }))).toMatchObject({ problem: { code: "internal_error" } });
  });
});

describe("changes", () => {
  it("never let the sent bytes fall", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 2, maxLength: 30 }), (amounts) => {
        let state = sending;
        let most = 0;
        for (const sent of amounts) {
          state = reduce(state, { type: "upload-progress", sent, retrying: false });
          most = Math.max(most, sent);
          expect(state.view).toMatchObject({ sent: most });
        }
      }),
    );
  });

  it("of an upload are nothing to a view that has gone on", () => {
    const done = reduce(sending, { type: "video", video: videoView({ status: "completed", results }) });
    expect(reduce(done, { type: "upload-progress", sent: 500, retrying: false })).toEqual(done);
  });

  it("wait for the analysis under the file's name", () => {
    expect(reduce(sending, { type: "upload-complete" }).view).toMatchObject({
      name: "analysing",
      filename: "final.mp4",
      stage: "queue",
    });
  });

  it("keep what the host page fixed and how the deployment is reached", () => {
    const before: State = { ...sending, fixed: true, connection: "lost", busy: true };
    expect(reduce(before, { type: "reset" })).toEqual({
      ...initialState,
      fixed: true,
      connection: "lost",
      view: { name: "empty", problem: undefined, filename: undefined },
    });
  });

  it("show a refused action beside the view, until another one", () => {
    const refused = reduce({ ...sending, busy: true }, { type: "action-ended", problem: problem("invalid_state") });
    expect(refused).toMatchObject({ busy: false, notice: { code: "invalid_state" }, view: sending.view });
    expect(reduce(refused, { type: "notice-dismissed" }).notice).toBeUndefined();
    expect(reduce(refused, { type: "action-started" }).notice).toBeUndefined();
  });

  it("leave the state before them as it was", () => {
    const frozen = deepFreeze(structuredClone(sending));
    const changes: Change[] = [
      { type: "load", videoId: "video-2" },
      { type: "file-chosen", filename: "other.mp4", size: 5 },
      { type: "failed", problem: problem("file_changed"), during: "upload", owner: true },
      { type: "connection", connection: "lost" },
    ];
    for (const change of changes) {
      expect(reduce(frozen, change)).not.toBe(frozen);
    }
  });
});

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value) as unknown[]) {
    if (typeof inner === "object" && inner !== null) {
      deepFreeze(inner);
    }
  }
  return Object.freeze(value);
}
