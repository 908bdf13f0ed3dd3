import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api, internal } from "./_generated/api.js";
import { ORPHAN_AGE, SOURCE_RETENTION, UPLOAD_IDLE } from "./model/times.js";
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

const claim = ({ videoId, ownerToken }: TestVideo) => ({ videoId, ownerToken });
const cancel = async (video: TestVideo) => await deployment.t.mutation(api.videos.cancelVideo, claim(video));
const remove = async (video: TestVideo) => await deployment.t.mutation(api.videos.deleteVideo, claim(video));
const sweepVideos = async () => await deployment.t.mutation(internal.videos.sweep, {});

/** What is left of all videos. */
async function remains(): Promise<{ files: number; rows: number; stored: number }> {
  const rows = await deployment.t.run(async (ctx) => [
    ...(await ctx.db.query("videos").take(1000)),
    ...(await ctx.db.query("jobs").take(1000)),
  ]);
  const files = await deployment.t.run(async (ctx) => await ctx.db.query("files").take(1000));
  return { files: files.length, rows: rows.length, stored: (await deployment.storedFiles()).length };
}

/** A video at each stage of its life. */
const stages = {
  "before its first part": () => deployment.create(),
  "half-way uploaded": async () => {
    const video = await deployment.create({ size: 8 * 2 ** 20 + 1 });
    await deployment.sendPart(video, 1, new Uint8Array(1));
    return video;
  },
  uploaded: () => deployment.upload(),
  "queued for analysis": async () => {
    const video = await deployment.upload();
    await deployment.t.mutation(api.videos.processVideo, claim(video));
    return video;
  },
  "under analysis": async () => (await deployment.process(deployment.asked)).video,
};

const ended = {
  completed: async () => {
    const { video, request } = await deployment.process(deployment.asked);
    await deployment.call("/updateResults", await deployment.results(request), request.token);
    return video;
  },
  failed: async () => {
    const { video, request } = await deployment.process(deployment.asked);
    const body = { videoId: video.videoId, attempt: 1, code: "worker_crashed", detail: "" };
    await deployment.call("/reportFailure", body, request.token);
    return video;
  },
};

describe("videos.cancelVideo", () => {
  test.each(Object.entries(stages))("ends a video %s and leaves nothing in storage", async (_, make) => {
    const video = await make();
    await cancel(video);
    await deployment.elapse(1000);
    expect(await deployment.view(video)).toMatchObject({ status: "cancelled" });
    expect(await remains()).toMatchObject({ files: 0, stored: 0 });
  });

  test("may be repeated", async () => {
    const video = await deployment.upload();
    await cancel(video);
    await expect(cancel(video)).resolves.toBeNull();
  });

  test.each(Object.entries(ended))("is refused when the video is %s", async (_, make) => {
    await expectRefusal(cancel(await make()), "invalid_state");
  });
});

describe("videos.deleteVideo", () => {
  test.each(Object.entries({ ...stages, ...ended }))("leaves nothing of a video %s", async (_, make) => {
    await remove(await make());
    await deployment.elapse(1000);
    expect(await remains()).toEqual({ files: 0, rows: 0, stored: 0 });
  });

  test("leaves nothing of a cancelled video", async () => {
    const video = await deployment.upload();
    await cancel(video);
    await remove(video);
    expect(await remains()).toEqual({ files: 0, rows: 0, stored: 0 });
  });

  test("leaves other videos alone", async () => {
    const kept = await ended.completed();
    const before = await remains();
    await remove(await ended.completed());
    expect(await remains()).toEqual(before);
    expect(await deployment.view(kept)).toMatchObject({ status: "completed" });
  });
});

describe("an upload that stopped", () => {
  test.each([
    ["before its first part", stages["before its first part"]],
    ["half-way", stages["half-way uploaded"]],
  ])("%s is given up after an hour", async (_, make) => {
    const video = await make();
    await deployment.elapse(UPLOAD_IDLE);
    await sweepVideos();
    expect(await deployment.view(video)).toMatchObject({ status: "uploading" });
    await deployment.elapse(1);
    await sweepVideos();
    expect(await deployment.view(video)).toMatchObject({
      status: "failed",
      error: { code: "upload_abandoned", retryable: false },
    });
    expect(await remains()).toMatchObject({ files: 0, stored: 0 });
  });

  test("goes on for as long as parts arrive", async () => {
    const video = await deployment.create({ size: 3 * 8 * 2 ** 20 });
    for (const index of [0, 1]) {
      await deployment.elapse(UPLOAD_IDLE - 1);
      await deployment.sendPart(video, index, new Uint8Array(8 * 2 ** 20));
    }
    await deployment.elapse(UPLOAD_IDLE - 1);
    await sweepVideos();
    expect(await deployment.view(video)).toMatchObject({ status: "uploading" });
  });

  test("takes no further part", async () => {
    const video = await deployment.create();
    await deployment.elapse(UPLOAD_IDLE + 1);
    await sweepVideos();
    await expectRefusal(deployment.sendPart(video, 0, new Uint8Array(5)), "invalid_state");
  });
});

describe("a source", () => {
  test("that nobody asks to analyse is kept for a day", async () => {
    const video = await deployment.upload();
    await deployment.elapse(SOURCE_RETENTION + 1);
    await sweepVideos();
    expect(await deployment.view(video)).toMatchObject({ status: "failed", error: { code: "upload_abandoned" } });
    expect(await remains()).toMatchObject({ files: 0, stored: 0 });
  });

  test("is kept for a day after a failure; then a retry is no longer offered", async () => {
    const video = await ended.failed();
    await deployment.elapse(SOURCE_RETENTION);
    await sweepVideos();
    expect(await deployment.view(video)).toMatchObject({ error: { code: "worker_crashed", retryable: true } });
    await deployment.elapse(1);
    await sweepVideos();
    expect(await deployment.view(video)).toMatchObject({ error: { code: "worker_crashed", retryable: false } });
    expect(await remains()).toMatchObject({ files: 0, stored: 0 });
    await expectRefusal(deployment.t.mutation(api.videos.processVideo, claim(video)), "invalid_state");
  });

  test("stays for as long as the analysis goes on, and after it", async () => {
    await stages["under analysis"]();
    await ended.completed();
    await deployment.elapse(2 * SOURCE_RETENTION);
    await sweepVideos();
    expect(await remains()).toMatchObject({ files: 8, stored: 8 });
  });
});

test("videos are swept in batches", async () => {
  for (let count = 0; count < 31; count += 1) await deployment.create();
  await deployment.elapse(UPLOAD_IDLE + 1);
  await sweepVideos();
  await deployment.elapseSeconds(3);
  const videos = await deployment.t.run(async (ctx) => await ctx.db.query("videos").take(100));
  expect(videos.filter(({ status }) => status === "failed")).toHaveLength(31);
});

describe("a stored file that nothing refers to", () => {
  const sweep = async () => {
    await deployment.t.mutation(internal.files.beginOrphanSweep, {});
    await deployment.elapseSeconds(3);
  };

  test("is deleted after two hours, what is referred to is not", async () => {
    const video = await deployment.upload();
    const kept = await deployment.storedFiles();
    const orphan = await deployment.store("orphan");
    await deployment.elapse(ORPHAN_AGE - 1);
    await sweep();
    expect(await deployment.storedFiles()).toEqual([...kept, orphan]);
    await deployment.elapse(1);
    await sweep();
    expect(await deployment.storedFiles()).toEqual(kept);
    expect(await deployment.view(video)).toMatchObject({ status: "uploaded" });
  });

  test("that was looked at once is not looked at again", async () => {
    const progress = async () => await deployment.t.run(async (ctx) => await ctx.db.query("sweeps").take(10));
    await deployment.elapse(ORPHAN_AGE);
    await sweep();
    await deployment.elapse(1000);
    const until = Date.now() - ORPHAN_AGE;
    await deployment.t.mutation(internal.files.beginOrphanSweep, {});
    expect(await progress()).toMatchObject([{ until }]);
    // A sweep that was overtaken must not make the next one begin earlier.
    await deployment.t.mutation(internal.files.sweepOrphans, { until: 1, cursor: "" });
    expect(await progress()).toMatchObject([{ until }]);
  });

  test("is found among many, batch by batch", async () => {
    for (let count = 0; count < 20; count += 1) await deployment.store(`orphan ${count}`);
    await deployment.upload();
    for (let count = 0; count < 20; count += 1) await deployment.store(`orphan ${count}`);
    await deployment.elapse(ORPHAN_AGE + 1);
    await sweep();
    expect(await remains()).toMatchObject({ files: 1, stored: 1 });
  });

  test("is found by a later sweep, if it was too young for the first", async () => {
    await deployment.store("first");
    await deployment.elapse(ORPHAN_AGE / 2);
    await deployment.store("second");
    await deployment.elapse(ORPHAN_AGE / 2 + 1);
    await sweep();
    expect(await deployment.storedFiles()).toHaveLength(1);
    await deployment.elapse(ORPHAN_AGE / 2);
    await sweep();
    expect(await deployment.storedFiles()).toEqual([]);
  });
});
