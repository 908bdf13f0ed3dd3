import { ConvexError } from "convex/values";
import { describe, expect, it } from "vitest";
import { Memory } from "../client/memory.js";
import type { OwnedVideo } from "../client/service.js";
import { FakeService } from "../testing/fake-service.js";
import { results, videoView } from "../testing/videos.js";
import { Editor } from "./editor.js";
import { problemFrom } from "./problem.js";
import { initialState, reduce, type Change, type State } from "./state.js";

const swap = { at: 4.2, one: 1, other: 2 };
const calibration = {
  view: 0,
  size: [1280, 720] as [number, number],
  points: [
    { floor: [-3, -6] as [number, number], picture: [0.2, 0.8] as [number, number] },
    { floor: [3, -6] as [number, number], picture: [0.8, 0.8] as [number, number] },
    { floor: [3, 6] as [number, number], picture: [0.7, 0.3] as [number, number] },
    { floor: [-3, 6] as [number, number], picture: [0.3, 0.3] as [number, number] },
  ],
};

const refusal = new ConvexError({ code: "rate_limited", message: "later" });

/** An editor of a finished video, with a state as a session would keep it. */
function open({ siteKey = "club" } = {}) {
  const service = new FakeService();
  const changes: Change[] = [];
  let state: State = initialState;
  const apply = (change: Change) => {
    changes.push(change);
    state = reduce(state, change);
  };
  const act = async (ask: (video: OwnedVideo) => Promise<void>) => {
    try {
      await ask({ videoId: "video-1", ownerToken: "o".repeat(43) });
      return true;
    } catch (cause) {
      apply({ type: "notice", problem: problemFrom(cause) });
      return false;
    }
  };
  service.set(videoView({ status: "completed", results }));
  apply({ type: "video", video: service.videos.get("video-1")! });
  const editor = new Editor({
    service,
    memory: new Memory(undefined, "https://deployment.test", siteKey, "0"),
    siteKey,
    act,
    apply,
    latest: () => service.videos.get("video-1"),
  });
  return { service, editor, changes, state: () => state };
}

const shownNames = ({ view }: State) => (view.name === "done" ? view.video.names : undefined);

describe("names", () => {
  it("are shown before the deployment has them", async () => {
    const { editor, service, state } = open();
    const saved = editor.setNames([{ id: 1, name: "Anna" }]);
    expect(shownNames(state())).toEqual([{ id: 1, name: "Anna" }]);
    await saved;
    expect(service.videos.get("video-1")?.names).toEqual([{ id: 1, name: "Anna" }]);
  });

  it("that are refused give way to the ones before, with a word why", async () => {
    const { editor, service, state } = open();
    service.change("video-1", { names: [{ id: 1, name: "Ben" }] });
    service.refuse("setNames", refusal);
    await editor.setNames([{ id: 1, name: "Anna" }]);
    expect(shownNames(state())).toEqual([{ id: 1, name: "Ben" }]);
    expect(state().notice).toMatchObject({ code: "rate_limited" });
  });
});

describe("swaps", () => {
  it("are asked for and taken back", async () => {
    const { editor, service } = open();
    await editor.swap(swap, false);
    expect(service.videos.get("video-1")?.edits?.swaps).toEqual([swap]);
    await editor.swap(swap, true);
    expect(service.videos.get("video-1")?.edits?.swaps).toEqual([]);
  });
});

describe("corrections", () => {
  const edits = (service: FakeService) => service.videos.get("video-1")?.edits;

  it("of a hit are asked for, replaced and taken back", async () => {
    const { editor, service } = open();
    await editor.correct({ of: "hit", edit: { was: 4, at: 4.1 } }, false);
    await editor.correct({ of: "hit", edit: { at: 6 } }, false);
    expect(edits(service)?.hits).toEqual([{ was: 4, at: 4.1 }, { at: 6 }]);
    await editor.correct({ of: "hit", edit: { at: 7 }, instead: { at: 6 } }, false);
    await editor.correct({ of: "hit", edit: { was: 4, at: 4.1 } }, true);
    expect(edits(service)?.hits).toEqual([{ at: 7 }]);
    expect(service.videos.get("video-1")?.update).toBe("running");
  });

  it("of a rally likewise", async () => {
    const { editor, service } = open();
    await editor.correct({ of: "rally", edit: { was: [4, 9], is: [4, 8], winner: 1 } }, false);
    expect(edits(service)?.rallies).toEqual([{ was: [4, 9], is: [4, 8], winner: 1 }]);
    await editor.correct({ of: "rally", edit: { was: [4, 9], is: [4, 8], winner: 1 } }, true);
    expect(edits(service)?.rallies).toEqual([]);
  });

  it("that are refused change nothing, with a word why", async () => {
    const { editor, service, state } = open();
    service.refuse("correctRally", new ConvexError({ code: "rallies_overlap", message: "overlap" }));
    await editor.correct({ of: "rally", edit: { is: [4, 8] } }, false);
    expect(edits(service)).toBeUndefined();
    expect(state().notice).toMatchObject({ code: "rallies_overlap" });
  });
});

describe("a calibration", () => {
  it("marks the court of its view, and is cleared by view", async () => {
    const { editor, service } = open();
    await editor.calibrate(calibration);
    expect(service.videos.get("video-1")).toMatchObject({ update: "running", edits: { calibrations: [calibration] } });
    expect(service.calibrations).toEqual([]);
    await editor.clearCalibration(0);
    expect(service.videos.get("video-1")?.edits?.calibrations).toEqual([]);
  });

  it("is kept for the site when it gets a name", async () => {
    const { editor, service, state } = open();
    await editor.calibrate(calibration, "Hall 2");
    expect(service.calibrations).toMatchObject([{ name: "Hall 2", points: calibration.points }]);
    expect(state().calibrations).toEqual(service.calibrations);
    await editor.forgetCalibration(service.calibrations[0]!.calibrationId);
    expect(state().calibrations).toEqual([]);
  });

  it("that is refused is not kept", async () => {
    const { editor, service, state } = open();
    service.refuse("calibrate", new ConvexError({ code: "calibration_crossed", message: "crossed" }));
    await editor.calibrate(calibration, "Hall 2");
    expect(service.calibrations).toEqual([]);
    expect(state().notice).toMatchObject({ code: "calibration_crossed" });
  });

  it("says when it could not be kept", async () => {
    const { editor, service, state } = open();
    service.refuse("saveCalibration", new ConvexError({ code: "calibrations_full", message: "full" }));
    await editor.calibrate(calibration, "Hall 2");
    expect(state().notice).toMatchObject({ code: "calibrations_full" });
  });

  it("is looked up nowhere on a page without a site", async () => {
    const { editor, changes } = open({ siteKey: "" });
    const before = changes.length;
    await editor.listCalibrations();
    expect(changes).toHaveLength(before);
  });
});
