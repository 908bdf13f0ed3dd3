import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { internal } from "./_generated/api.js";
import { HEARTBEAT_LEASE, QUEUE_GRACE, REQUEUE_DELAYS, START_LEASE } from "./model/times.js";
import {
  endDeployment,
  expectRefusal,
  startDeployment,
  type TestDeployment,
  type TestVideo,
} from "./testing/deployment.testing.js";

let deployment: TestDeployment;

beforeEach(async () => {
  deployment = await startDeployment();
});

afterEach(endDeployment);

/** Seconds: longer than all waits between requests together. */
const ALL_REQUESTS = 30;

describe("an attempt that falls silent", () => {
  const sweep = async () => await deployment.t.mutation(internal.jobs.sweep, {});

  test("is given half an hour to report for the first time", async () => {
    const { video } = await deployment.process(deployment.asked);
    await deployment.elapse(START_LEASE);
    await sweep();
    expect(await deployment.view(video)).toMatchObject({ attempt: 1 });
    await deployment.elapse(1);
    await sweep();
    expect(await deployment.view(video)).toMatchObject({ attempt: 2, status: "processing" });
  });

  test("is given a minute after each report", async () => {
    const { video, request } = await deployment.process(deployment.asked);
    const report = { videoId: video.videoId, attempt: 1, stage: "detect", progress: 0.5, etaSeconds: 9 };
    await deployment.call("/updateStatus", { ...report, sequence: 0 }, request.token);
    await deployment.elapse(HEARTBEAT_LEASE - 1);
    await deployment.call("/updateStatus", { ...report, sequence: 1 }, request.token);
    await deployment.elapse(HEARTBEAT_LEASE);
    await sweep();
    expect(await deployment.view(video)).toMatchObject({ attempt: 1, progress: 0.5 });
    await deployment.elapse(1);
    await sweep();
    expect(await deployment.view(video)).toMatchObject({ attempt: 2, progress: 0, stage: "queue" });
  });

  test("is followed by two more, each after a longer wait; then the video fails", async () => {
    const { video } = await deployment.process(deployment.asked);
    for (const [index, delay] of REQUEUE_DELAYS.entries()) {
      await deployment.elapse(START_LEASE + 1);
      await sweep();
      await deployment.elapse(delay - 1);
      expect(deployment.asked).toHaveLength(index + 1);
      await deployment.elapse(1);
      expect(deployment.asked).toHaveLength(index + 2);
    }
    await deployment.elapse(START_LEASE + 1);
    await sweep();
    expect(await deployment.view(video)).toMatchObject({
      status: "failed",
      error: { code: "worker_lost", retryable: true },
    });
    await deployment.elapseSeconds(ALL_REQUESTS);
    expect(deployment.asked).toHaveLength(3);
  });

  test("is noticed although it was never sent: its scheduled request was lost", async () => {
    const video = await deployment.upload();
    await deployment.start(video);
    await deployment.t.run(async (ctx) => {
      for (const { _id } of await ctx.db.system.query("_scheduled_functions").take(10)) await ctx.scheduler.cancel(_id);
    });
    await deployment.elapse(QUEUE_GRACE + 1);
    expect(deployment.asked).toHaveLength(0);
    await sweep();
    await deployment.elapse(REQUEUE_DELAYS[0]);
    expect(deployment.asked).toHaveLength(1);
    expect(await deployment.view(video)).toMatchObject({ status: "processing", attempt: 2 });
  });

  test("is left alone once it has ended", async () => {
    const { video, request } = await deployment.process(deployment.asked);
    await deployment.call("/updateResults", await deployment.results(request), request.token);
    await deployment.elapse(START_LEASE + 1);
    await sweep();
    expect(await deployment.view(video)).toMatchObject({ status: "completed", attempt: 1 });
  });

  test("is swept in batches", async () => {
    const videos = [];
    for (let count = 0; count < 31; count += 1) videos.push(await deployment.upload());
    for (const video of videos) await deployment.start(video);
    await deployment.elapse(0);
    await deployment.elapse(START_LEASE + 1);
    await sweep();
    await deployment.elapseSeconds(3);
    for (const video of videos) expect(await deployment.view(video)).toMatchObject({ attempt: 2 });
  });
});

describe("a retry", () => {
  const fail = async (video: TestVideo, code: string) => {
    const request = deployment.asked.at(-1)?.request;
    const body = { videoId: video.videoId, attempt: request?.attempt, code, detail: "" };
    await deployment.call("/reportFailure", body, request?.token);
  };

  test("starts a new attempt after a failure that it may mend", async () => {
    const { video } = await deployment.process(deployment.asked);
    await fail(video, "worker_crashed");
    await deployment.start(video);
    await deployment.elapse(0);
    expect(deployment.asked.at(-1)?.request).toMatchObject({ attempt: 2, parts: [{ size: 5 }] });
    const view = await deployment.view(video);
    expect(view).toMatchObject({ status: "processing", attempt: 2, progress: 0 });
    expect(view).not.toHaveProperty("error");
  });

  test("has all its attempts again", async () => {
    const { video } = await deployment.process(deployment.asked);
    await deployment.loseWorker();
    await fail(video, "worker_crashed");
    await deployment.start(video);
    await deployment.elapse(0);
    expect(await deployment.jobOf(video, 3)).toMatchObject({ losses: 0, refusals: 0 });
  });

  test("is refused where it cannot help, or where there is nothing to mend", async () => {
    const { video } = await deployment.process(deployment.asked);
    await fail(video, "video_truncated");
    await expectRefusal(deployment.start(video), "invalid_state");
    await expectRefusal(deployment.start(await deployment.create()), "invalid_state");
    const cancelled = await deployment.upload();
    await deployment.cancel(cancelled);
    await expectRefusal(deployment.start(cancelled), "invalid_state");
    const { video: completed, request } = await deployment.process(deployment.asked);
    await deployment.call("/updateResults", await deployment.results(request), request.token);
    await expectRefusal(deployment.start(completed), "invalid_state");
  });

  test("is limited per video", async () => {
    const { video } = await deployment.process(deployment.asked);
    for (let count = 1; count < 6; count += 1) {
      await fail(video, "worker_crashed");
      await deployment.start(video);
      await deployment.elapse(0);
    }
    await fail(video, "worker_crashed");
    await expectRefusal(deployment.start(video), "rate_limited");
  });

  test("forgets attempts of long ago", async () => {
    const { video } = await deployment.process(deployment.asked);
    for (let count = 1; count <= 21; count += 1) {
      await fail(video, "worker_crashed");
      await deployment.elapse(300_000);
      await deployment.start(video);
      await deployment.elapse(0);
    }
    const jobs = await deployment.t.run(async (ctx) => await ctx.db.query("jobs").take(100));
    expect(jobs.map(({ attempt }) => attempt)).toEqual(Array.from({ length: 20 }, (_, index) => index + 3));
  });
});
