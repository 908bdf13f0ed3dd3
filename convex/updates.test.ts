import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api, internal } from "./_generated/api.js";
import { RETIRED_RETENTION } from "./model/times.js";
import {
  endDeployment,
  expectRefusal,
  sha256,
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

const cancel = async () => await deployment.t.mutation(api.videos.cancelVideo, owner.claim);

/** All that is stored of the video, by role. */
async function roles(): Promise<Record<string, number>> {
  const files = await deployment.t.run(async (ctx) => await ctx.db.query("files").take(4000));
  const counts: Record<string, number> = {};
  for (const { role } of files) counts[role] = (counts[role] ?? 0) + 1;
  return counts;
}

describe("the request to interpret anew", () => {
  test("carries the observations and all edits, and nothing of the video", async () => {
    const request = await owner.swap(3);
    const [asked] = deployment.interpretations;
    expect(asked?.url).toBe("https://worker.example/interpret");
    expect(Object.fromEntries(asked?.headers ?? [])).toMatchObject({
      "modal-key": "key-of-the-worker",
      "modal-secret": "secret-of-the-worker",
    });
    const observations = new TextEncoder().encode("observations");
    expect(request).toEqual({
      contractVersion: 3,
      videoId: video.videoId,
      callbackUrl: "https://site.example",
      attempt: 2,
      token: expect.any(String) as string,
      observations: {
        url: expect.any(String) as string,
        size: observations.length,
        sha256: await sha256(observations),
      },
      edits: edits(swapAt(3)),
    });
    expect(JSON.stringify(request)).not.toContain(video.ownerToken);
  });

  test("goes to an attempt of its own, with a token of its own", async () => {
    const analysis = deployment.asked[0]!.request;
    const request = await owner.swap(3);
    expect(request.token).not.toBe(analysis.token);
    expect(await owner.report({ ...request, token: analysis.token })).toMatchObject({ status: 401 });
    expect(await owner.report(request)).toMatchObject({ status: 200 });
  });

  test("is refused where no observations were kept: the video was analysed before they were", async () => {
    await deployment.t.run(async (ctx) => {
      for (const file of await ctx.db.query("files").take(100)) {
        if (file.role === "observations") await ctx.db.delete("files", file._id);
      }
    });
    await expectRefusal(owner.swap(3), "observations_missing");
    expect(await owner.view()).not.toHaveProperty("update");
  });

  test("takes the edit back where the observations have vanished from storage", async () => {
    await deployment.t.run(async (ctx) => {
      for (const file of await ctx.db.query("files").take(100)) {
        if (file.role === "observations") await ctx.storage.delete(file.storageId);
      }
    });
    await deployment.t.mutation(api.videos.swapPlayers, { ...owner.claim, swap: swapAt(3) });
    await deployment.elapse(0);
    expect(deployment.interpretations).toHaveLength(0);
    expect(await owner.view()).toMatchObject({
      edits: edits(),
      update: { code: "observations_missing", retryable: false },
    });
  });

  test("is sent again where the worker cannot be reached, and then waits for its owner", async () => {
    deployment.worker.answer = () => new Response("", { status: 503 });
    await owner.swap(3);
    await deployment.elapseSeconds(30);
    expect(deployment.interpretations.map(({ request }) => request.attempt)).toEqual([2, 3, 4, 5]);
    expect(await owner.view()).toMatchObject({
      status: "completed",
      edits: edits(swapAt(3)),
      update: { code: "worker_unavailable", retryable: true },
    });
  });
});

describe("while results are computed again", () => {
  test("the old ones stay, and the video stays completed", async () => {
    const before = await owner.view();
    await owner.report(await owner.swap(3));
    expect(await owner.view()).toEqual({ ...before, attempt: 2, edits: edits(swapAt(3)), update: "running" });
  });

  test("the same edit once more changes nothing", async () => {
    await owner.swap(3);
    await owner.swap(3);
    await deployment.t.mutation(api.videos.swapPlayers, { ...owner.claim, swap: { at: 3, one: 2, other: 1 } });
    await deployment.elapse(0);
    expect(deployment.interpretations).toHaveLength(1);
  });

  test("a newer edit takes its place, with all edits", async () => {
    const first = await owner.swap(3);
    const second = await owner.swap(1);
    expect(second).toMatchObject({ attempt: 3, edits: edits(swapAt(1), swapAt(3)) });
    expect(await owner.report(first)).toMatchObject({ status: 409, body: { code: "cancelled" } });
    expect(await owner.report(second)).toMatchObject({ status: 200 });
    const before = await deployment.storedFiles();
    expect(await owner.finish(first)).toMatchObject({ status: 409 });
    expect(await deployment.storedFiles()).toEqual(before);
    expect(await owner.view()).toMatchObject({ update: "running" });
    expect(await owner.finish(second)).toMatchObject({ status: 200 });
    expect(await owner.view()).not.toHaveProperty("update");
  });

  test("an edit that takes the last one back ends it, and asks nobody", async () => {
    const before = await owner.view();
    const request = await owner.swap(3);
    await owner.undo(3);
    expect(deployment.interpretations).toHaveLength(1);
    expect(await owner.view()).toEqual({ ...before, attempt: 2 });
    expect(await owner.finish(request)).toMatchObject({ status: 409 });
  });

  test("cancelling ends it, and takes the edits back", async () => {
    const before = await owner.view();
    const request = await owner.swap(3);
    await cancel();
    expect(await owner.view()).toEqual({ ...before, attempt: 2 });
    expect(await owner.report(request)).toMatchObject({ status: 409, body: { code: "cancelled" } });
    await expectRefusal(cancel(), "invalid_state");
  });

  test("asking for the analysis once more does nothing", async () => {
    await owner.swap(3);
    await deployment.start(video);
    await deployment.elapse(0);
    expect(deployment.interpretations).toHaveLength(1);
  });

  test("deleting the video leaves nothing", async () => {
    const request = await owner.swap(3);
    const body = await deployment.newResults(request);
    await deployment.t.mutation(api.videos.deleteVideo, owner.claim);
    await deployment.elapse(1000);
    expect(await deployment.call("/updateResults", body, request.token)).toMatchObject({ status: 401 });
    const rows = await deployment.t.run(async (ctx) => [
      ...(await ctx.db.query("videos").take(10)),
      ...(await ctx.db.query("jobs").take(10)),
      ...(await ctx.db.query("files").take(10)),
    ]);
    expect(rows).toEqual([]);
    // What its worker had sent is nobody's; the sweep for such files takes it.
    expect(await deployment.storedFiles()).toEqual([...body.segments, body.motion, body.events]);
  });
});

describe("new results", () => {
  test("come with their segments, motion file and events, and nothing else is another", async () => {
    const before = await owner.view();
    const request = await owner.swap(3);
    await deployment.elapse(5000);
    expect(await owner.finish(request)).toEqual({ status: 200, body: { accepted: true } });
    const after = await owner.view();
    expect(after.segments?.map(({ url }) => url)).not.toEqual(before.segments?.map(({ url }) => url));
    expect(after.motionUrl).not.toBe(before.motionUrl);
    expect(after.eventsUrl).not.toBe(before.eventsUrl);
    const { segments, motionUrl, eventsUrl } = after;
    const results = { ...before.results, notes: ["court_unsure"] };
    expect(after).toEqual({ ...before, attempt: 2, results, segments, motionUrl, eventsUrl, edits: edits(swapAt(3)) });
  });

  test("keep the files that they replace for a while: somebody may be watching", async () => {
    expect(await roles()).toEqual({
      part: 1,
      rendition: 1,
      poster: 1,
      observations: 1,
      motion: 1,
      events: 1,
      segment: 1,
    });
    const old = await deployment.storedFiles();
    await owner.finish(await owner.swap(3));
    await deployment.elapse(RETIRED_RETENTION);
    await deployment.t.mutation(internal.files.sweepRetired, {});
    expect(await deployment.storedFiles()).toEqual(expect.arrayContaining(old));
    await deployment.elapse(1);
    await deployment.t.mutation(internal.files.sweepRetired, {});
    expect(await roles()).toEqual({
      part: 1,
      rendition: 1,
      poster: 1,
      observations: 1,
      motion: 1,
      events: 1,
      segment: 1,
    });
    expect(await deployment.storedFiles()).toHaveLength(7);
    expect((await owner.view()).segments).toHaveLength(1);
  });

  test("may be handed in twice", async () => {
    const request = await owner.swap(3);
    const body = await deployment.newResults(request);
    await deployment.call("/updateResults", body, request.token);
    const before = await owner.view();
    expect(await deployment.call("/updateResults", body, request.token)).toMatchObject({ status: 200 });
    expect(await owner.view()).toEqual(before);
  });

  test("bring no rendition, no poster and no observations, and an analysis brings them all", async () => {
    const request = await owner.swap(3);
    const body = await deployment.newResults(request);
    for (const role of ["rendition", "poster", "observations"]) {
      const more = { ...body, [role]: await deployment.store(role) };
      expect(await deployment.call("/updateResults", more, request.token)).toMatchObject({
        status: 400,
        body: { code: "results_rejected" },
      });
    }
    const analysis = await deployment.process(deployment.asked);
    const { observations: _, ...less } = await deployment.results(analysis.request);
    expect(await deployment.call("/updateResults", less, analysis.request.token)).toMatchObject({ status: 400 });
  });

  test("of one edit are what the next starts from", async () => {
    await owner.finish(await owner.swap(3));
    const second = await owner.swap(1);
    expect(second.edits).toEqual(edits(swapAt(1), swapAt(3)));
    await owner.fail(second, "calibration_implausible");
    expect(await owner.view()).toMatchObject({ edits: edits(swapAt(3)), update: { code: "calibration_implausible" } });
  });
});

test("what is edited and how the update goes is the owner's alone; a viewer sees the results", async () => {
  await owner.fail(await owner.swap(3), "worker_crashed");
  const { videoId, shareToken } = video;
  const viewer = await deployment.t.query(api.videos.getVideo, { videoId, shareToken });
  const addresses = { motionUrl: expect.any(String) as string, eventsUrl: expect.any(String) as string };
  expect(viewer).toMatchObject({ access: "viewer", status: "completed", ...addresses });
  expect(viewer).not.toHaveProperty("edits");
  expect(viewer).not.toHaveProperty("update");
});

test("nobody is given the address of the observations", async () => {
  const request = await owner.swap(3);
  const seen = await owner.view();
  expect(JSON.stringify(seen)).not.toContain(request.observations.url);
  await owner.finish(request);
  expect(JSON.stringify(await owner.view())).not.toContain(request.observations.url);
});

test("a video can be edited sixty times in a row, and then waits", async () => {
  for (let count = 0; count < 30; count += 1) {
    await owner.swap(3);
    await owner.undo(3);
  }
  await expectRefusal(owner.swap(3), "rate_limited");
  await deployment.elapse(60_000);
  await owner.swap(3);
});
