import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api } from "./_generated/api.js";
import { PART_BYTES } from "./contract/limits.js";
import {
  endDeployment,
  expectRefusal,
  sha256,
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

const match = new TextEncoder().encode("match");
const other = new TextEncoder().encode("other");

async function addPart(
  { videoId, ownerToken }: TestVideo,
  part: { index?: number; storageId: string; sha256?: string },
): Promise<unknown> {
  const defaults = { index: 0, sha256: await sha256(match) };
  return await deployment.t.mutation(api.videos.addPart, { videoId, ownerToken, ...defaults, ...part });
}

async function uploadUrl({ videoId, ownerToken }: TestVideo, index: number): Promise<string> {
  return await deployment.t.mutation(api.videos.generateUploadUrl, { videoId, ownerToken, index });
}

describe("an upload", () => {
  test("is complete with its last part, whatever the order", async () => {
    const size = PART_BYTES + 3;
    const video = await deployment.create({ size });
    await deployment.sendPart(video, 1, new Uint8Array(3));
    expect(await deployment.view(video)).toMatchObject({ status: "uploading", uploadedBytes: 3 });
    await deployment.sendPart(video, 0, new Uint8Array(PART_BYTES));
    expect(await deployment.view(video)).toMatchObject({ status: "uploaded", uploadedBytes: size });
  });

  test("counts a part once, however often it is handed in", async () => {
    const video = await deployment.create({ size: PART_BYTES + 3 });
    const part = await deployment.sendPart(video, 1, new Uint8Array(3));
    await addPart(video, part);
    expect(await deployment.view(video)).toMatchObject({ uploadedBytes: 3 });
    expect(await deployment.storedFiles()).toHaveLength(1);
  });

  test("takes the repeat of its last part", async () => {
    const video = await deployment.create();
    const part = await deployment.sendPart(video, 0, match);
    await expect(addPart(video, part)).resolves.toBeNull();
    expect(await deployment.view(video)).toMatchObject({ status: "uploaded" });
  });

  test("replaces a part that is sent anew, and keeps one copy", async () => {
    const video = await deployment.create({ size: PART_BYTES + 3 });
    await deployment.sendPart(video, 1, new Uint8Array(3).fill(1));
    const second = await deployment.sendPart(video, 1, new Uint8Array(3).fill(2));
    expect(await deployment.view(video)).toMatchObject({ uploadedBytes: 3 });
    expect(await deployment.storedFiles()).toEqual([second.storageId]);
  });
});

describe("a part is refused", () => {
  test("when its size is not what is due", async () => {
    const video = await deployment.create();
    const long = new TextEncoder().encode("matches");
    const part = { storageId: await deployment.store(long), sha256: await sha256(long) };
    await expectRefusal(addPart(video, part), "upload_part_invalid");
  });

  test("when its bytes are not those that were read", async () => {
    const video = await deployment.create();
    const storageId = await deployment.store(other);
    await expectRefusal(addPart(video, { storageId }), "upload_part_invalid");
  });

  test("when it is not stored", async () => {
    const video = await deployment.create();
    const storageId = await deployment.store(match);
    await deployment.t.run(async (ctx) => {
      await ctx.storage.delete(storageId);
    });
    await expectRefusal(addPart(video, { storageId }), "upload_part_invalid");
    await expectRefusal(addPart(video, { storageId: "no such file" }), "upload_part_invalid");
  });

  test("when it belongs to another video, or to another place of this one", async () => {
    const video = await deployment.create({ size: PART_BYTES * 2 });
    const whole = new Uint8Array(PART_BYTES);
    const part = await deployment.sendPart(video, 0, whole);
    await expectRefusal(addPart(video, { ...part, index: 1 }), "upload_part_invalid");
    const thief = await deployment.create({ size: PART_BYTES, ownerToken: STRANGER });
    await expectRefusal(addPart(thief, part), "upload_part_invalid");
    expect(await deployment.storedFiles()).toEqual([part.storageId]);
  });

  test.each([-1, 1, 0.5, Number.NaN])("at place %s of a video with one part", async (index) => {
    const video = await deployment.create();
    const storageId = await deployment.store(match);
    await expectRefusal(addPart(video, { index, storageId }), "invalid_request");
    await expectRefusal(uploadUrl(video, index), "invalid_request");
  });

  test("after the upload", async () => {
    const video = await deployment.upload();
    await expectRefusal(addPart(video, { storageId: await deployment.store(match) }), "invalid_state");
    await expectRefusal(uploadUrl(video, 0), "invalid_state");
  });
});

test("addresses for parts are limited per video", async () => {
  const video = await deployment.create();
  for (let count = 0; count < 256; count += 1) await uploadUrl(video, 0);
  await expectRefusal(uploadUrl(video, 0), "rate_limited");
  await expect(uploadUrl(await deployment.create(), 0)).resolves.toMatch(/^https/);
});
