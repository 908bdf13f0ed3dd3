import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { internal } from "./_generated/api.js";
import { HEARTBEAT_LEASE, INTERPRETATION_START_LEASE, REQUEUE_DELAYS } from "./model/times.js";
import {
  endDeployment,
  expectRefusal,
  RESULTS,
  type TestDeployment,
  type TestVideo,
} from "./testing/deployment.testing.js";
import { type Editor, edits, startEditing, swapAt } from "./testing/editing.testing.js";

let deployment: TestDeployment;
let video: TestVideo;
let owner: Editor;

beforeEach(async () => {
  ({ deployment, video, owner } = await startEditing());
});

afterEach(endDeployment);

describe("an update that fails", () => {
  test("in a way that may pass keeps the edits, and is tried again when its owner asks", async () => {
    await owner.fail(await owner.swap(3), "worker_crashed");
    expect(await owner.view()).toMatchObject({
      status: "completed",
      results: { duration: RESULTS.duration },
      edits: edits(swapAt(3)),
      update: { code: "worker_crashed", retryable: true },
    });
    await deployment.start(video);
    await deployment.elapse(0);
    expect(owner.newest()).toMatchObject({ attempt: 3, edits: edits(swapAt(3)) });
    expect(await owner.view()).toMatchObject({ update: "running" });
    await owner.finish(owner.newest());
    expect(await owner.view()).not.toHaveProperty("update");
    await expectRefusal(deployment.start(video), "invalid_state");
  });

  test("for good takes the edits back, so that the next edit is not spoilt", async () => {
    await owner.fail(await owner.swap(3), "calibration_implausible");
    expect(await owner.view()).toMatchObject({
      edits: edits(),
      update: { code: "calibration_implausible", retryable: false },
    });
    await expectRefusal(deployment.start(video), "invalid_state");
    expect(await owner.swap(5)).toMatchObject({ attempt: 3, edits: edits(swapAt(5)) });
    expect(await owner.view()).toMatchObject({ update: "running" });
  });

  test("is forgotten once its edits are taken back", async () => {
    await owner.fail(await owner.swap(3), "worker_crashed");
    await owner.undo(3);
    const after = await owner.view();
    expect(after).toMatchObject({ edits: edits() });
    expect(after).not.toHaveProperty("update");
  });

  test("deletes what its worker had sent", async () => {
    const before = await deployment.storedFiles();
    const request = await owner.swap(3);
    const { motion, events, segments } = await deployment.newResults(request);
    const { videoId, attempt, token } = request;
    const body = { videoId, attempt, code: "internal_error", detail: "", outputs: [motion, events, ...segments] };
    await deployment.call("/reportFailure", body, token);
    expect(await deployment.storedFiles()).toEqual(before);
  });

  test("by silence is tried twice more", async () => {
    await owner.swap(3);
    await deployment.elapse(INTERPRETATION_START_LEASE);
    await deployment.t.mutation(internal.jobs.sweep, {});
    expect(await owner.view()).toMatchObject({ attempt: 2 });
    for (const [index, delay] of REQUEUE_DELAYS.entries()) {
      await deployment.elapse(INTERPRETATION_START_LEASE + 1);
      await deployment.t.mutation(internal.jobs.sweep, {});
      await deployment.elapse(delay);
      expect(owner.newest()).toMatchObject({ attempt: 3 + index, edits: edits(swapAt(3)) });
    }
    await deployment.elapse(INTERPRETATION_START_LEASE + 1);
    await deployment.t.mutation(internal.jobs.sweep, {});
    expect(await owner.view()).toMatchObject({
      status: "completed",
      edits: edits(swapAt(3)),
      update: { code: "worker_lost", retryable: true },
    });
  });

  test("by silence after a report is noticed within a minute, and a late result changes nothing", async () => {
    const request = await owner.swap(3);
    await owner.report(request);
    await deployment.elapse(HEARTBEAT_LEASE + 1);
    await deployment.t.mutation(internal.jobs.sweep, {});
    await deployment.elapse(REQUEUE_DELAYS[0]);
    expect(owner.newest()).toMatchObject({ attempt: 3 });
    expect(await owner.finish(request)).toMatchObject({ status: 409, body: { code: "superseded" } });
    expect(await owner.view()).toMatchObject({ update: "running" });
    expect(await owner.finish(owner.newest())).toMatchObject({ status: 200 });
  });
});
