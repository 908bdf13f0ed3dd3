import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api } from "./_generated/api.js";
import type { ProcessRequest } from "./contract/workerApi.js";
import {
  endDeployment,
  startDeployment,
  STRANGER,
  type TestDeployment,
  type TestVideo,
} from "./testing/deployment.testing.js";

let deployment: TestDeployment;
let video: TestVideo;
let request: ProcessRequest;

beforeEach(async () => {
  deployment = await startDeployment();
  ({ video, request } = await deployment.process(deployment.asked));
});

afterEach(endDeployment);

interface Attempt {
  videoId: string;
  attempt: number;
}

/** A good body for each route, as the worker of the given attempt would send it. */
const bodies: Record<string, (attempt: Attempt) => object | Promise<object>> = {
  "/updateStatus": (attempt: Attempt) => status(attempt, {}),
  "/generateUploadUrl": ({ videoId, attempt }: Attempt) => ({ videoId, attempt }),
  "/updateResults": (attempt: Attempt) => deployment.results(attempt),
  "/reportFailure": ({ videoId, attempt }: Attempt) => ({
    videoId,
    attempt,
    code: "video_truncated",
    detail: "no moov",
  }),
};

function status({ videoId, attempt }: Attempt, change: object): object {
  return { videoId, attempt, sequence: 1, stage: "detect", progress: 0.4, etaSeconds: 30, ...change };
}

const unauthorized = { status: 401, body: { code: "unauthorized" } };
const superseded = { status: 409, body: { code: "superseded" } };
const cancelled = { status: 409, body: { code: "cancelled" } };
const accepted = { status: 200, body: { accepted: true } };

/** Lets the attempt under way fall silent, and the next one start. */
async function supersede(): Promise<ProcessRequest> {
  await deployment.loseWorker();
  const next = deployment.asked.at(-1)?.request;
  if (next?.attempt !== request.attempt + 1) throw new Error("no second attempt");
  return next;
}

describe.each(Object.entries(bodies))("POST %s", (path, body) => {
  const call = async (attempt: Attempt, token?: string) => await deployment.call(path, await body(attempt), token);

  test("takes the call of the attempt under way", async () => {
    expect(await call(request, request.token)).toMatchObject({ status: 200 });
  });

  test("refuses a call without a token, and changes nothing", async () => {
    const before = await deployment.view(video);
    expect(await call(request)).toMatchObject(unauthorized);
    expect(await deployment.view(video)).toEqual(before);
  });

  test.each([
    ["a wrong token", STRANGER],
    ["what is no token", "short"],
    ["an empty token", ""],
  ])("refuses %s, and changes nothing", async (_, token) => {
    const before = await deployment.view(video);
    expect(await call(request, token)).toMatchObject(unauthorized);
    expect(await deployment.view(video)).toEqual(before);
  });

  test("refuses the owner's and the viewers' tokens", async () => {
    expect(await call(request, video.ownerToken)).toMatchObject(unauthorized);
    expect(await call(request, video.shareToken)).toMatchObject(unauthorized);
  });

  test("refuses the stored hash of the token", async () => {
    const { tokenHash } = await deployment.jobOf(video, 1);
    expect(await call(request, tokenHash)).toMatchObject(unauthorized);
  });

  test("refuses another video's token", async () => {
    const another = await deployment.process(deployment.asked, { ownerToken: STRANGER });
    expect(await call(request, another.request.token)).toMatchObject(unauthorized);
    expect(await call(another.request, request.token)).toMatchObject(unauthorized);
  });

  test("tells an old attempt's worker that it was superseded, and changes nothing", async () => {
    const next = await supersede();
    const before = await deployment.view(video);
    expect(await call(request, request.token)).toMatchObject(superseded);
    expect(await deployment.view(video)).toEqual(before);
    expect(await call(next, request.token)).toMatchObject(unauthorized);
    expect(await call(next, next.token)).toMatchObject({ status: 200 });
  });

  test("tells the worker of a cancelled video to stop", async () => {
    await deployment.t.mutation(api.videos.cancelVideo, { videoId: video.videoId, ownerToken: video.ownerToken });
    expect(await call(request, request.token)).toMatchObject(cancelled);
    expect(await deployment.view(video)).toMatchObject({ status: "cancelled" });
  });

  test("knows no token of a deleted video", async () => {
    await deployment.t.mutation(api.videos.deleteVideo, { videoId: video.videoId, ownerToken: video.ownerToken });
    expect(await call(request, request.token)).toMatchObject(unauthorized);
  });

  test("refuses ids that were never any, and attempts that never were", async () => {
    expect(await call({ videoId: "nothing", attempt: 1 }, request.token)).toMatchObject(unauthorized);
    expect(await call({ videoId: video.videoId, attempt: 2 }, request.token)).toMatchObject(unauthorized);
  });

  test("refuses a body of the wrong shape", async () => {
    const good = await body(request);
    const refused = { status: 400, body: { code: "invalid_request" } };
    expect(await deployment.call(path, { ...good, more: 1 }, request.token)).toMatchObject(refused);
    expect(await deployment.call(path, { ...good, attempt: "1" }, request.token)).toMatchObject(refused);
    expect(await deployment.call(path, [good], request.token)).toMatchObject(refused);
    expect(await deployment.call(path, { filler: "x".repeat(600_000) }, request.token)).toMatchObject(refused);
    expect(await send(path, "{ not json")).toMatchObject(refused);
    expect(await deployment.view(video)).toMatchObject({ status: "processing", progress: 0 });
  });

  test("takes POST only", async () => {
    expect((await deployment.t.fetch(path, { method: "GET" })).status).toBe(404);
  });
});

async function send(path: string, text: string): Promise<{ status: number; body: unknown }> {
  const headers = { Authorization: `Bearer ${request.token}` };
  const response = await deployment.t.fetch(path, { method: "POST", headers, body: text });
  return { status: response.status, body: await response.json() };
}

test("a body over the limit is refused although its shape is right", async () => {
  const good = JSON.stringify(status(request, {}));
  expect(await send("/updateStatus", good + " ".repeat(600_000))).toMatchObject({ status: 400 });
  expect(await send("/updateStatus", good + " ".repeat(1000))).toMatchObject({ status: 200 });
});

describe("POST /updateStatus", () => {
  const report = async (change: object) =>
    await deployment.call("/updateStatus", status(request, change), request.token);

  test("shows in the live view", async () => {
    await report({});
    expect(await deployment.view(video)).toMatchObject({ stage: "detect", progress: 0.4, etaSeconds: 30 });
  });

  test("drops the time left when the worker cannot tell it any more", async () => {
    await report({});
    await report({ sequence: 2, etaSeconds: null });
    expect(await deployment.view(video)).not.toHaveProperty("etaSeconds");
  });

  test("accepts a repeated or late report, which changes nothing", async () => {
    await report({ sequence: 5 });
    const before = await deployment.view(video);
    expect(await report({ sequence: 5, progress: 0.9 })).toEqual(accepted);
    expect(await report({ sequence: 4, stage: "publish" })).toEqual(accepted);
    expect(await deployment.view(video)).toEqual(before);
  });

  test("never goes back", async () => {
    await report({ sequence: 5 });
    await report({ sequence: 6, stage: "download", progress: 0.1 });
    expect(await deployment.view(video)).toMatchObject({ stage: "detect", progress: 0.4 });
  });

  test.each([{ progress: 1.1 }, { progress: -0.1 }, { sequence: -1 }, { stage: "lunch" }, { etaSeconds: -1 }])(
    "refuses %o",
    async (change) => {
      expect(await report(change)).toMatchObject({ status: 400 });
    },
  );

  test("is superseded once the attempt has ended", async () => {
    await deployment.call("/updateResults", await deployment.results(request), request.token);
    expect(await report({ sequence: 9 })).toMatchObject(superseded);
    expect(await deployment.view(video)).toMatchObject({ status: "completed", progress: 1 });
  });
});

describe("POST /updateResults", () => {
  const hand = async (change: object = {}) => {
    const body = { ...(await deployment.results(request)), ...change };
    return await deployment.call("/updateResults", body, request.token);
  };

  test("completes the video; its files are those that were named", async () => {
    const before = await deployment.storedFiles();
    expect(await hand()).toEqual(accepted);
    expect(await deployment.view(video)).toMatchObject({ status: "completed", completedAt: Date.now() });
    expect(await deployment.storedFiles()).toHaveLength(before.length + 6);
  });

  test("accepts a repeat, whose answer was lost", async () => {
    const body = await deployment.results(request);
    await deployment.call("/updateResults", body, request.token);
    const before = await deployment.view(video);
    expect(await deployment.call("/updateResults", body, request.token)).toEqual(accepted);
    expect(await deployment.view(video)).toEqual(before);
  });

  test("takes results whose worker never reported before", async () => {
    expect(await hand()).toEqual(accepted);
  });

  test("refuses files that are not stored, are named twice, or belong to somebody", async () => {
    const [part] = await deployment.storedFiles();
    const [lost] = [await deployment.store("lost")];
    await deployment.t.run(async (ctx) => {
      await ctx.storage.delete(lost);
    });
    const twice = await deployment.store("twice");
    const rejected = { status: 400, body: { code: "results_rejected" } };
    expect(await hand({ poster: lost })).toMatchObject(rejected);
    expect(await hand({ poster: "no such file" })).toMatchObject(rejected);
    expect(await hand({ poster: part })).toMatchObject(rejected);
    expect(await hand({ poster: twice, rendition: twice })).toMatchObject(rejected);
    expect(await deployment.view(video)).toMatchObject({ status: "processing" });
  });

  test("refuses a file that was stored before the attempt began", async () => {
    const early = await deployment.store("early");
    await deployment.elapse(1000);
    const later = await deployment.process(deployment.asked);
    const body = { ...(await deployment.results(later.request)), poster: early };
    expect(await deployment.call("/updateResults", body, later.request.token)).toMatchObject({ status: 400 });
  });

  test("refuses a number of files that is not the number of segments", async () => {
    expect(await hand({ segments: [] })).toMatchObject({ status: 400, body: { code: "results_rejected" } });
  });

  test("deletes the outputs of an attempt that is over", async () => {
    await supersede();
    const before = await deployment.storedFiles();
    expect(await hand()).toMatchObject(superseded);
    expect(await deployment.storedFiles()).toEqual(before);
  });

  test("leaves nothing in storage of a video that was cancelled meanwhile", async () => {
    const body = await deployment.results(request);
    await deployment.t.mutation(api.videos.cancelVideo, { videoId: video.videoId, ownerToken: video.ownerToken });
    expect(await deployment.call("/updateResults", body, request.token)).toMatchObject(cancelled);
    expect(await deployment.storedFiles()).toEqual([]);
  });
});

describe("POST /reportFailure", () => {
  const fail = async (code: string, detail = "at /tmp/secret") =>
    await deployment.call("/reportFailure", { videoId: video.videoId, attempt: 1, code, detail }, request.token);

  test("ends the video with a sentence for people, and not with the worker's detail", async () => {
    expect(await fail("video_truncated")).toEqual(accepted);
    const view = await deployment.view(video);
    expect(view).toMatchObject({ status: "failed", error: { code: "video_truncated", retryable: false } });
    expect(JSON.stringify(view)).not.toContain("secret");
  });

  test("deletes the source where a retry cannot help", async () => {
    await fail("video_truncated");
    expect(await deployment.storedFiles()).toEqual([]);
  });

  test("keeps the source where a retry may help", async () => {
    await fail("worker_crashed");
    expect(await deployment.view(video)).toMatchObject({ status: "failed", error: { retryable: true } });
    expect(await deployment.storedFiles()).toHaveLength(1);
  });

  test("deletes the outputs that the attempt had stored, and nobody else's files", async () => {
    const { rendition, poster, observations, motion, events, segments } = await deployment.results(request);
    const [part] = await deployment.storedFiles();
    const outputs = [rendition, poster, observations, motion, events, ...segments, String(part)];
    const body = { videoId: video.videoId, attempt: 1, code: "results_rejected", detail: "", outputs };
    expect(await deployment.call("/reportFailure", body, request.token)).toEqual(accepted);
    expect(await deployment.storedFiles()).toEqual([part]);
  });

  test("accepts a repeat, which changes nothing", async () => {
    await fail("worker_crashed");
    const before = await deployment.view(video);
    expect(await fail("video_truncated")).toEqual(accepted);
    expect(await deployment.view(video)).toEqual(before);
  });

  test("comes too late after the results, and they after it", async () => {
    await deployment.call("/updateResults", await deployment.results(request), request.token);
    expect(await fail("worker_crashed")).toMatchObject(superseded);
    expect(await deployment.view(video)).toMatchObject({ status: "completed" });

    const second = await deployment.process(deployment.asked);
    const body = { videoId: second.video.videoId, attempt: 1, code: "worker_crashed", detail: "" };
    await deployment.call("/reportFailure", body, second.request.token);
    const late = await deployment.call(
      "/updateResults",
      await deployment.results(second.request),
      second.request.token,
    );
    expect(late).toMatchObject(superseded);
    expect(await deployment.view(second.video)).toMatchObject({ status: "failed" });
  });
});
