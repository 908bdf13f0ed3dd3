import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api, internal } from "./_generated/api.js";
import type { Edits } from "./contract/edits.js";
import { NO_EDITS } from "./model/edits.js";
import { RETIRED_RETENTION } from "./model/times.js";
import { endDeployment, expectRefusal, type TestDeployment, type TestVideo } from "./testing/deployment.testing.js";
import { CALIBRATION, type Editor, startEditing, swapAt } from "./testing/editing.testing.js";

/** A completed video whose owner has it analysed once more. */

const HIT = { was: 3, at: 3.1, stroke: "drop" } as const;
const RALLY = { was: [2, 6] as [number, number], is: [2, 5] as [number, number], winner: 1 };
const ADDED: Edits = { calibrations: [CALIBRATION], swaps: [swapAt(3)], hits: [HIT], rallies: [RALLY] };

let deployment: TestDeployment;
let video: TestVideo;
let owner: Editor;

beforeEach(async () => {
  ({ deployment, video, owner } = await startEditing());
});

afterEach(endDeployment);

/** Everything that can be added, with results that follow it. */
async function addEverything(): Promise<void> {
  await owner.calibrate(CALIBRATION);
  await owner.swap(3);
  await deployment.t.mutation(api.videos.correctHit, { ...owner.claim, edit: HIT });
  await deployment.t.mutation(api.videos.correctRally, { ...owner.claim, edit: RALLY });
  await deployment.t.mutation(api.videos.setNames, { ...owner.claim, names: [{ id: 1, name: "Anna" }] });
  await deployment.elapse(0);
  await owner.finish(owner.newest());
}

async function analyseAgain() {
  await deployment.t.mutation(api.videos.processVideo, { ...owner.claim, again: true });
  await deployment.elapse(0);
  return deployment.asked.at(-1)!.request;
}

test("it keeps everything that was added, and is told it", async () => {
  await addEverything();
  const before = await owner.view();
  const request = await analyseAgain();
  expect(request).toMatchObject({ attempt: before.attempt + 1, edits: ADDED });
  expect(await owner.view()).toMatchObject({ status: "processing", stage: "queue", progress: 0 });
  const answer = await deployment.call("/updateResults", await deployment.results(request), request.token);
  expect(answer).toMatchObject({ status: 200 });
  const after = await owner.view();
  expect(after).toMatchObject({ status: "completed", edits: ADDED, names: [{ id: 1, name: "Anna" }] });
  expect(after).not.toHaveProperty("update");
  // The results follow what was added: taking it back is a change again.
  await owner.undo(3);
  expect(owner.newest().edits).toEqual({ ...ADDED, swaps: [] });
});

test("the files of the former analysis go, those that a player may be loading a little later", async () => {
  const before = await deployment.storedFiles();
  const request = await analyseAgain();
  await deployment.call("/updateResults", await deployment.results(request), request.token);
  const [part] = before;
  await deployment.elapse(RETIRED_RETENTION + 1);
  await deployment.t.mutation(internal.files.sweepRetired, {});
  const after = await deployment.storedFiles();
  expect(after).toHaveLength(before.length);
  expect(after.filter((id) => before.includes(id))).toEqual([part]);
  // The next edit is computed from the new observations.
  await owner.finish(await owner.swap(3));
  expect(await owner.view()).not.toHaveProperty("update");
});

test("nothing can be edited meanwhile, and asking again changes nothing", async () => {
  await analyseAgain();
  await expectRefusal(owner.swap(3), "invalid_state");
  await analyseAgain();
  await deployment.t.mutation(api.videos.processVideo, owner.claim);
  await deployment.elapse(0);
  expect(deployment.asked).toHaveLength(2);
});

test("that it is wanted again must be said: a repeated first request starts nothing", async () => {
  await expectRefusal(deployment.t.mutation(api.videos.processVideo, owner.claim), "invalid_state");
});

test("it is the owner's to ask for", async () => {
  const { videoId, shareToken } = video;
  const call = deployment.t.mutation(api.videos.processVideo, { videoId, ownerToken: shareToken, again: true });
  await expectRefusal(call, "not_found");
});

test("cancelled, it leaves everything as it was", async () => {
  await addEverything();
  const before = await owner.view();
  const request = await analyseAgain();
  await deployment.t.mutation(api.videos.cancelVideo, owner.claim);
  expect(await owner.view()).toEqual({ ...before, attempt: before.attempt + 1 });
  const late = await deployment.call("/updateResults", await deployment.results(request), request.token);
  expect(late).toMatchObject({ status: 409, body: { code: "cancelled" } });
});

describe("failed, it leaves everything as it was, and says why", () => {
  const fail = async (code: string) => {
    const { attempt, token } = await analyseAgain();
    return await deployment.call("/reportFailure", { videoId: video.videoId, attempt, code, detail: "" }, token);
  };

  test("where trying again may help, a retry analyses anew", async () => {
    await addEverything();
    const before = await owner.view();
    await fail("worker_crashed");
    const update = expect.objectContaining({ code: "worker_crashed", retryable: true }) as unknown;
    expect(await owner.view()).toEqual({ ...before, attempt: before.attempt + 1, update });
    const { length } = deployment.asked;
    await deployment.start(video);
    await deployment.elapse(0);
    expect(deployment.asked).toHaveLength(length + 1);
    expect(deployment.asked.at(-1)!.request.edits).toEqual(ADDED);
    expect(await owner.view()).toMatchObject({ status: "processing" });
  });

  test("where it cannot help, the next edit is computed from what there is", async () => {
    await fail("video_unreadable");
    expect(await owner.view()).toMatchObject({
      status: "completed",
      edits: NO_EDITS,
      update: { code: "video_unreadable", retryable: false },
    });
    await owner.finish(await owner.swap(3));
    expect(await owner.view()).not.toHaveProperty("update");
  });
});
