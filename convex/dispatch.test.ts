import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "./_generated/api.js";
import { DISPATCH_TIMEOUT } from "./model/times.js";
import {
  endDeployment,
  sha256,
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

describe("the request to the worker", () => {
  test("carries what the worker needs, and nothing else", async () => {
    const { request, video } = await deployment.process(deployment.asked);
    const [asked] = deployment.asked;
    expect(asked?.url).toBe("https://worker.example/process");
    expect(Object.fromEntries(asked?.headers ?? [])).toMatchObject({
      "modal-key": "key-of-the-worker",
      "modal-secret": "secret-of-the-worker",
    });
    expect(request).toMatchObject({
      videoId: video.videoId,
      callbackUrl: "https://site.example",
      attempt: 1,
      filename: "match.mp4",
      size: 5,
      parts: [{ size: 5, sha256: await sha256(new Uint8Array(5).fill(7)) }],
    });
    expect(request.videoUrl).toBe(request.parts[0]?.url);
    expect(JSON.stringify(request)).not.toContain(video.ownerToken);
  });

  test("lists the parts in order", async () => {
    const part = 8 * 2 ** 20;
    const { request } = await deployment.process(deployment.asked, { size: 2 * part + 1 });
    expect(request.parts.map(({ size }) => size)).toEqual([part, part, 1]);
  });

  test("brings a token of its own each time, of which only the hash is stored", async () => {
    const first = await deployment.process(deployment.asked);
    const second = await deployment.process(deployment.asked);
    expect(first.request.token).not.toBe(second.request.token);
    const rows = await deployment.t.run(async (ctx) => [
      await ctx.db.query("jobs").take(10),
      await ctx.db.system.query("_scheduled_functions").take(10),
    ]);
    expect(JSON.stringify(rows)).not.toContain(first.request.token);
  });

  test("is sent once, however often the analysis is asked for", async () => {
    const { video } = await deployment.process(deployment.asked);
    await deployment.start(video);
    await deployment.elapseSeconds(ALL_REQUESTS);
    expect(deployment.asked).toHaveLength(1);
  });

  test("is not sent for a video that was cancelled or deleted meanwhile", async () => {
    const cancelled = await deployment.upload();
    await deployment.start(cancelled);
    await deployment.cancel(cancelled);
    const deleted = await deployment.upload();
    await deployment.start(deleted);
    await deployment.t.mutation(api.videos.deleteVideo, { videoId: deleted.videoId, ownerToken: deleted.ownerToken });
    await deployment.elapseSeconds(ALL_REQUESTS);
    expect(deployment.asked).toHaveLength(0);
    expect(await deployment.storedFiles()).toEqual([]);
  });

  test("fails when a part has vanished from storage", async () => {
    const video = await deployment.upload();
    await deployment.start(video);
    await deployment.t.run(async (ctx) => {
      for (const { _id } of await ctx.db.system.query("_storage").take(10)) await ctx.storage.delete(_id);
    });
    await deployment.elapse(0);
    expect(deployment.asked).toHaveLength(0);
    expect(await deployment.view(video)).toMatchObject({ status: "failed", error: { code: "source_unavailable" } });
  });
});

describe("a worker that", () => {
  const begin = async (): Promise<TestVideo> => {
    const video = await deployment.upload();
    await deployment.start(video);
    await deployment.elapse(0);
    return video;
  };

  const never = new Promise<Response>(() => undefined);
  const text = (status: number, body = "<html>") => new Response(body, { status });

  test.each([
    ["is down", () => Promise.reject(new TypeError("connection refused")), "worker_unavailable"],
    ["answers 500", () => text(500), "worker_unavailable"],
    ["answers 503", () => text(503), "worker_unavailable"],
    ["is not deployed", () => text(404), "worker_unavailable"],
    ["has too much to do", () => text(429), "worker_unavailable"],
    ["answers 200 with a page", () => text(200), "worker_bad_answer"],
    ["answers 202 with a page", () => text(202), "worker_bad_answer"],
    ["answers 202 with no JSON object", () => text(202, "null"), "worker_bad_answer"],
    ["answers 202 for another video", () => accepts("another", 1), "worker_bad_answer"],
    ["redirects", () => text(302), "worker_bad_answer"],
  ] as const)("%s is asked four times, then the video fails", async (_, answer, code) => {
    deployment.worker.answer = answer;
    const video = await begin();
    expect(await deployment.view(video)).toMatchObject({ status: "processing", stage: "queue" });
    await deployment.elapseSeconds(ALL_REQUESTS);
    expect(deployment.asked.map(({ request }) => request.attempt)).toEqual([1, 2, 3, 4]);
    expect(await deployment.view(video)).toMatchObject({ status: "failed", error: { code, retryable: true } });
  });

  test.each([
    ["refuses the credentials", 401, "worker_unavailable"],
    ["forbids the call", 403, "worker_unavailable"],
    ["does not understand the request", 422, "worker_bad_answer"],
  ] as const)("%s is asked once: it will not change its mind", async (_, status, code) => {
    deployment.worker.answer = () => text(status);
    const video = await begin();
    await deployment.elapseSeconds(ALL_REQUESTS);
    expect(deployment.asked).toHaveLength(1);
    expect(await deployment.view(video)).toMatchObject({ status: "failed", error: { code } });
  });

  test("does not answer is given a minute, and then asked again", async () => {
    deployment.worker.answer = () => never;
    const video = await deployment.upload();
    await deployment.start(video);
    // The request hangs, so there is no waiting for scheduled functions to finish.
    await vi.waitFor(() => expect(deployment.asked).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(DISPATCH_TIMEOUT - 1000);
    expect(await deployment.view(video)).toMatchObject({ attempt: 1 });
    await vi.advanceTimersByTimeAsync(1000);
    await vi.waitFor(async () => expect(await deployment.view(video)).toMatchObject({ attempt: 2 }));
    await vi.advanceTimersByTimeAsync(1000);
    await vi.waitFor(() => expect(deployment.asked).toHaveLength(2));
  });

  test("recovers in time gets the job after all", async () => {
    const takes = deployment.worker.answer;
    deployment.worker.answer = () => text(503);
    const video = await begin();
    deployment.worker.answer = takes;
    await deployment.elapseSeconds(ALL_REQUESTS);
    expect(deployment.asked).toHaveLength(2);
    expect(await deployment.jobOf(video, 2)).toMatchObject({ state: "running" });
  });

  test("is not configured fails the video at once", async () => {
    vi.stubEnv("MODAL_SECRET", "");
    const video = await begin();
    expect(deployment.asked).toHaveLength(0);
    expect(await deployment.view(video)).toMatchObject({ status: "failed", error: { code: "worker_unavailable" } });
  });

  test("answers after its first report is not given more time for it", async () => {
    let answer: (response: Response) => void = () => undefined;
    deployment.worker.answer = () => new Promise((resolve) => (answer = resolve));
    const video = await deployment.upload();
    await deployment.start(video);
    await vi.waitFor(() => expect(deployment.asked).toHaveLength(1));
    await deployment.call("/updateStatus", firstReport(video), deployment.asked[0]?.request.token);
    const { leaseUntil } = await deployment.jobOf(video, 1);
    answer(accepts(video.videoId, 1));
    await deployment.elapse(1);
    expect(await deployment.jobOf(video, 1)).toMatchObject({ state: "running", leaseUntil });
  });

  test("reports before its answer has arrived keeps the job, whatever the answer", async () => {
    let fail: (reason: Error) => void = () => undefined;
    deployment.worker.answer = () => new Promise((_, reject) => (fail = reject));
    const video = await deployment.upload();
    await deployment.start(video);
    await vi.waitFor(() => expect(deployment.asked).toHaveLength(1));
    const token = deployment.asked[0]?.request.token;
    expect(await deployment.call("/updateStatus", firstReport(video), token)).toMatchObject({ status: 200 });
    fail(new Error("connection reset"));
    await deployment.elapseSeconds(ALL_REQUESTS);
    expect(deployment.asked).toHaveLength(1);
    expect(await deployment.jobOf(video, 1)).toMatchObject({ state: "running" });
  });
});

function firstReport({ videoId }: TestVideo): object {
  return { videoId, attempt: 1, sequence: 0, stage: "download", progress: 0.1, etaSeconds: null };
}

function accepts(videoId: string, attempt: number): Response {
  return Response.json({ accepted: true, videoId, attempt }, { status: 202 });
}
