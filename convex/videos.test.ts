import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api } from "./_generated/api.js";
import { PART_BYTES } from "./contract/limits.js";
import { VideoView } from "./contract/video.js";
import {
  endDeployment,
  expectRefusal,
  OWNER,
  sha256,
  SITE_KEY,
  startDeployment,
  STRANGER,
  type TestDeployment,
  type TestVideo,
} from "./testing/deployment.testing.js";

let deployment: TestDeployment;

beforeEach(async () => {
  deployment = await startDeployment();
});

afterEach(endDeployment);

/** Every public function that takes a video, called with the given claim. */
const functions = {
  generateUploadUrl: (claim: Claim) => deployment.t.mutation(api.videos.generateUploadUrl, { ...claim, index: 0 }),
  addPart: async (claim: Claim) => {
    const part = { index: 0, storageId: await deployment.store("match"), sha256: await sha256(bytes("match")) };
    return await deployment.t.mutation(api.videos.addPart, { ...claim, ...part });
  },
  processVideo: (claim: Claim) => deployment.t.mutation(api.videos.processVideo, claim),
  cancelVideo: (claim: Claim) => deployment.t.mutation(api.videos.cancelVideo, claim),
  deleteVideo: (claim: Claim) => deployment.t.mutation(api.videos.deleteVideo, claim),
};

interface Claim {
  videoId: string;
  ownerToken: string;
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

describe.each(Object.entries(functions))("videos.%s", (name, run) => {
  const ready = async () => (name === "processVideo" ? await deployment.upload() : await deployment.create());

  test("is for the owner", async () => {
    const { videoId, ownerToken } = await ready();
    await expect(run({ videoId, ownerToken })).resolves.toBeDefined();
  });

  test("refuses a call without a token", async () => {
    const { videoId } = await ready();
    await expect(run({ videoId } as Claim)).rejects.toThrow(/ownerToken/);
    await expectRefusal(run({ videoId, ownerToken: "" }), "not_found");
  });

  test("refuses a wrong token, whose owner may own another video", async () => {
    const { videoId } = await ready();
    await expectRefusal(run({ videoId, ownerToken: STRANGER }), "not_found");
    await deployment.create({ ownerToken: STRANGER });
    await expectRefusal(run({ videoId, ownerToken: STRANGER }), "not_found");
  });

  test("refuses the share token", async () => {
    const { videoId, shareToken } = await ready();
    await expectRefusal(run({ videoId, ownerToken: shareToken }), "not_found");
  });

  test("answers an id that does not exist as it answers a wrong token", async () => {
    const { videoId, ownerToken } = await ready();
    await deployment.t.mutation(api.videos.deleteVideo, { videoId, ownerToken });
    await expectRefusal(run({ videoId, ownerToken }), "not_found");
    await expectRefusal(run({ videoId: "no such id", ownerToken }), "not_found");
  });
});

describe("videos.getVideo", () => {
  const get = async (claim: Partial<TestVideo> & { videoId: string }) =>
    await deployment.t.query(api.videos.getVideo, claim);

  test("shows the owner everything, the share token included", async () => {
    const { videoId, ownerToken, shareToken } = await deployment.create();
    expect(await get({ videoId, ownerToken })).toMatchObject({ access: "owner", shareToken });
  });

  test("shows whoever has the share token the video, but not the token", async () => {
    const { videoId, shareToken } = await deployment.create();
    const view = await get({ videoId, shareToken });
    expect(view.access).toBe("viewer");
    expect(view).not.toHaveProperty("shareToken");
  });

  test("lets a share token that comes with a wrong owner token watch", async () => {
    const { videoId, shareToken } = await deployment.create();
    expect(await get({ videoId, shareToken, ownerToken: STRANGER })).toMatchObject({ access: "viewer" });
  });

  test.each([
    ["no token", {}],
    ["a wrong owner token", { ownerToken: STRANGER }],
    ["a wrong share token", { shareToken: STRANGER }],
    ["the owner token as the share token", { shareToken: OWNER }],
    ["empty tokens", { ownerToken: "", shareToken: "" }],
  ])("refuses %s", async (_, tokens) => {
    const { videoId } = await deployment.create();
    await expectRefusal(get({ videoId, ...tokens }), "not_found");
  });

  test("refuses another video's tokens", async () => {
    const { videoId } = await deployment.create();
    const other = await deployment.create({ ownerToken: STRANGER });
    await expectRefusal(get({ ...other, videoId }), "not_found");
    const own = await deployment.create();
    await expectRefusal(get({ videoId, shareToken: own.shareToken }), "not_found");
  });

  test("refuses an id that was never one", async () => {
    await expectRefusal(get({ videoId: "no such id", ownerToken: OWNER }), "not_found");
  });

  test("shows everyone the videos of a site with public results, to watch only", async () => {
    const { videoId } = await deployment.create();
    await deployment.openSite();
    expect(await get({ videoId })).toMatchObject({ access: "viewer" });
    await expectRefusal(functions.deleteVideo({ videoId, ownerToken: STRANGER }), "not_found");
  });

  test("answers in the contract's shape at every stage", async () => {
    const uploading = await deployment.create();
    expect(VideoView.parse(await deployment.view(uploading))).toMatchObject({ status: "uploading", progress: 0 });
    const uploaded = await deployment.upload();
    expect(VideoView.parse(await deployment.view(uploaded))).toMatchObject({ status: "uploaded", uploadedBytes: 5 });
    const { video, request } = await deployment.process(deployment.asked);
    expect(VideoView.parse(await deployment.view(video))).toMatchObject({ status: "processing", stage: "queue" });
    await deployment.call("/updateResults", await deployment.results(request), request.token);
    const completed = VideoView.parse(await deployment.view(video));
    expect(completed).toMatchObject({ status: "completed", progress: 1, results: { duration: 14.2 } });
    expect(completed.segments).toHaveLength(1);
  });
});

describe("videos.createVideo", () => {
  const file = { siteKey: SITE_KEY, ownerToken: OWNER, filename: "match.mp4", size: 5, contentType: "video/mp4" };
  const create = async (change: Partial<typeof file>) =>
    await deployment.t.mutation(api.videos.createVideo, { ...file, ...change });

  test("tells in how many parts the file is to be sent", async () => {
    expect(await create({ size: PART_BYTES })).toMatchObject({ parts: 1, partSize: PART_BYTES });
    expect(await create({ size: PART_BYTES + 1 })).toMatchObject({ parts: 2 });
    expect(await create({ size: 2 ** 30 })).toMatchObject({ parts: 128 });
  });

  test.each([
    ["an unknown site", { siteKey: "nobody" }, "site_unknown"],
    ["no site", { siteKey: "" }, "site_unknown"],
    ["an empty file", { size: 0 }, "file_empty"],
    ["a negative size", { size: -1 }, "file_empty"],
    ["a size that is no whole number", { size: 1.5 }, "invalid_request"],
    ["a size that is no number", { size: Number.NaN }, "invalid_request"],
    ["a file over the limit", { size: 2 ** 30 + 1 }, "file_too_large"],
    ["a file of another kind", { filename: "notes.txt", contentType: "text/plain" }, "file_type_unsupported"],
    ["a file without name and type", { filename: "", contentType: "" }, "file_type_unsupported"],
    ["a token that anyone could guess", { ownerToken: "me" }, "invalid_request"],
  ] as const)("refuses %s", async (_, change, code) => {
    await expectRefusal(create(change), code);
  });

  test.each([
    ["MATCH.MOV", ""],
    ["match.mkv", "application/octet-stream"],
    ["match", "video/webm;codecs=vp9"],
    ["match.avi", "video/x-msvideo"],
    ["match.mpeg", "video/mpeg"],
  ])("takes %s of type %j", async (filename, contentType) => {
    await expect(create({ filename, contentType })).resolves.toBeDefined();
  });

  test("heeds a site's own limit", async () => {
    await deployment.openSite({ maxBytes: 100 });
    await expect(create({ size: 100 })).resolves.toBeDefined();
    await expectRefusal(create({ size: 101 }), "file_too_large");
  });

  test("keeps the name for people to read, without paths", async () => {
    const { videoId } = await create({ filename: '../Final "A" 🏸\u0000.mp4' });
    expect((await deployment.view({ videoId, ownerToken: OWNER, shareToken: "" })).filename).toBe('..Final "A" 🏸.mp4');
  });

  test("limits how many videos a site may start at once, and says when to try again", async () => {
    for (let count = 0; count < 60; count += 1) await create({});
    await expect(create({})).rejects.toMatchObject({
      data: { code: "rate_limited", retryAfterMs: expect.any(Number) as number },
    });
    await deployment.elapse(60_000);
    await expect(create({})).resolves.toBeDefined();
  });

  test("stores neither token", async () => {
    const { shareToken } = await create({});
    const rows = JSON.stringify(await deployment.t.run(async (ctx) => await ctx.db.query("videos").take(10)));
    expect(rows).not.toContain(OWNER);
    expect(rows).not.toContain(shareToken);
  });
});
