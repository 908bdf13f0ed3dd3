import { createHash } from "node:crypto";
import { ConvexError } from "convex/values";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeService } from "../testing/fake-service.js";
import { videoFile } from "../testing/videos.js";
import type { PostPart } from "./post-part.js";
import { sendParts, type Upload, type UploadProgress } from "./upload.js";

const noWaiting = { attempts: 3, firstDelayMs: 0, longestDelayMs: 0 };
const { signal } = new AbortController();

describe("sending a file", () => {
  it("sends every byte once, in order, with true digests, whatever the sizes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 2000 }), async (size, partSize) => {
        const { service, upload, post, bodies } = await prepare(size, partSize);
        await sendParts(
          upload,
          { service, postPart: post, retries: noWaiting, random: () => 0 },
          () => undefined,
          signal,
        );
        const sent = Buffer.concat(
          await Promise.all(bodies.map(async (body) => Buffer.from(await body.arrayBuffer()))),
        );
        expect(sent.equals(Buffer.from(await upload.file.arrayBuffer()))).toBe(true);
        expect(service.parts.map(({ index }) => index)).toEqual(bodies.map((_, index) => index));
        for (const [index, { sha256 }] of service.parts.entries()) {
          const body = Buffer.from(await bodies[index]!.arrayBuffer());
          expect(sha256).toBe(createHash("sha256").update(body).digest("hex"));
        }
      }),
      { numRuns: 30 },
    );
  });

  it("tells what has been sent, up to the whole", async () => {
    const { sent } = await sendWith(2500, 1000, (_, body, onSent) => {
      onSent(body.size / 2);
      return stored();
    });
    expect(sent.map((progress) => progress.sent)).toEqual([500, 1000, 1500, 2000, 2250, 2500]);
    expect(sent.some(({ retrying }) => retrying)).toBe(false);
  });

  it("tries a failed part again with a new address, and goes on", async () => {
    const urls: string[] = [];
    const { service, sent } = await sendWith(2500, 1000, (url) => {
      urls.push(url);
      return urls.length === 2 ? Promise.reject(new Error("connection reset")) : stored();
    });
    expect(service.parts.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(urls).toHaveLength(4);
    expect(sent.some(({ retrying }) => retrying)).toBe(true);
    expect(sent.at(-1)).toEqual({ sent: 2500, retrying: false });
  });

  it("tries again when a part was damaged on its way", async () => {
    const { service, upload, post } = await prepare(1500, 1000);
    service.refuse("addPart", new ConvexError({ code: "upload_part_invalid", message: "damaged" }));
    await sendParts(upload, { service, postPart: post, retries: noWaiting, random: () => 0 }, () => undefined, signal);
    expect(service.parts).toHaveLength(2);
  });
});

describe("an upload that cannot go on", () => {
  it("gives up on a part that fails too often, and can be taken up again there", async () => {
    const { service, upload, post } = await prepare(2500, 1000);
    let broken = true;
    const postPart: PostPart = (...args) =>
      broken && upload.arrived === 1 ? Promise.reject(new Error("down")) : post(...args);
    const ports = { service, postPart, retries: noWaiting, random: () => 0 };
    await expect(sendParts(upload, ports, () => undefined, signal)).rejects.toMatchObject({
      problem: { code: "upload_stalled", retryable: true },
    });
    expect(upload.arrived).toBe(1);
    broken = false;
    await sendParts(upload, ports, () => undefined, signal);
    expect(service.parts.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it("ends at once when the deployment refuses for good", async () => {
    const { service, upload, post, bodies } = await prepare(2500, 1000);
    service.refuse("generateUploadUrl", new ConvexError({ code: "not_found", message: "deleted meanwhile" }));
    const ports = { service, postPart: post, retries: noWaiting, random: () => 0 };
    await expect(sendParts(upload, ports, () => undefined, signal)).rejects.toBeInstanceOf(ConvexError);
    expect(bodies).toHaveLength(0);
  });

  it("says so when the file cannot be read any more", async () => {
    const { service, upload, post } = await prepare(2500, 1000);
    const gone = {
      size: 2500,
      slice: () => ({ arrayBuffer: () => Promise.reject(new Error("gone")) }),
    } as unknown as Blob;
    const ports = { service, postPart: post, retries: noWaiting, random: () => 0 };
    await expect(sendParts({ ...upload, file: gone }, ports, () => undefined, signal)).rejects.toMatchObject({
      problem: { code: "file_changed" },
    });
  });

  it("stops when it is aborted, even while an answer is awaited", async () => {
    const { service, upload } = await prepare(2500, 1000);
    const controller = new AbortController();
    const postPart: PostPart = (_url, _body, _onSent, given) =>
      new Promise((_, reject) => {
        given.addEventListener("abort", () => reject(given.reason as Error));
        controller.abort(new Error("cancelled"));
      });
    const ports = { service, postPart, retries: noWaiting, random: () => 0 };
    await expect(sendParts(upload, ports, () => undefined, controller.signal)).rejects.toThrow("cancelled");
    expect(service.parts).toHaveLength(0);
  });
});

const stored = () => Promise.resolve({ storageId: "stored" });

async function prepare(size: number, partSize: number) {
  const service = new FakeService();
  service.partSize = partSize;
  const file = videoFile(size);
  const ownerToken = "o".repeat(43);
  const { videoId } = await service.createVideo({
    siteKey: "club",
    ownerToken,
    filename: file.name,
    size,
    contentType: "video/mp4",
  });
  const upload: Upload = { file, filename: file.name, video: { videoId, ownerToken }, partSize, arrived: 0 };
  const bodies: Blob[] = [];
  const post: PostPart = (_url, body) => {
    bodies.push(body);
    return stored();
  };
  return { service, upload, post, bodies };
}

async function sendWith(size: number, partSize: number, postPart: PostPart) {
  const { service, upload } = await prepare(size, partSize);
  const sent: UploadProgress[] = [];
  await sendParts(
    upload,
    { service, postPart, retries: noWaiting, random: () => 0 },
    (progress) => sent.push(progress),
    signal,
  );
  return { service, sent };
}
