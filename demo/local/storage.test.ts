import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { GenericId } from "convex/values";
import { expect, test, vi } from "vitest";
import type { Deployment } from "./deployment.ts";
import { FileStore } from "./file-store.ts";
import { api } from "./testing/app/_generated/api.ts";
import { deploy, httpClient, temporaryFolder } from "./testing/harness.ts";

type FileId = GenericId<"_storage">;

const BYTES = randomBytes(100_000);

function uploadUrl({ url }: Deployment): Promise<string> {
  return httpClient(url).mutation(api.files.uploadUrl, {});
}

async function post(
  to: string,
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(to, { method: "POST", body, headers: { "Content-Type": "video/mp4", ...headers } });
}

async function store(deployment: Deployment, body = BYTES): Promise<FileId> {
  const answer = await post(await uploadUrl(deployment), new Uint8Array(body));
  return ((await answer.json()) as { storageId: FileId }).storageId;
}

async function urlOf({ url }: Deployment, id: FileId): Promise<string> {
  const info = await httpClient(url).query(api.files.info, { id });
  return String(info?.url);
}

/** Asks as a browser does. `fetch` of Node adds a header that forbids caches to any condition. */
function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
}

function filesOf(dataDir: string): string[] {
  return [...readdirSync(join(dataDir, "files")), ...readdirSync(join(dataDir, "files", "drafts"))].filter(
    (name) => name !== "drafts",
  );
}

test("an upload becomes a document with size, digest and type, and can be downloaded", async () => {
  const deployment = await deploy();
  const id = await store(deployment);
  const info = await httpClient(deployment.url).query(api.files.info, { id });
  const sha256 = createHash("sha256").update(BYTES).digest("base64");
  expect(info).toMatchObject({ _id: id, size: BYTES.length, sha256, contentType: "video/mp4" });
  const answer = await fetch(String(info?.url));
  expect(answer.headers.get("content-type")).toBe("video/mp4");
  expect(Buffer.from(await answer.arrayBuffer()).equals(BYTES)).toBe(true);
});

test.each([
  ["bytes=0-99", 0, 100],
  ["bytes=50000-", 50_000, 100_000],
  ["bytes=-7", 99_993, 100_000],
  ["bytes=99990-200000", 99_990, 100_000],
])("the range %s is served, and pages of other origins may read it", async (range, from, to) => {
  const deployment = await deploy();
  const answer = await fetch(await urlOf(deployment, await store(deployment)), {
    headers: { Range: range, Origin: "https://club.example" },
  });
  expect(answer.status).toBe(206);
  expect(answer.headers.get("content-range")).toBe(`bytes ${from}-${to - 1}/${BYTES.length}`);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("access-control-expose-headers")).toContain("Content-Range");
  expect(Buffer.from(await answer.arrayBuffer()).equals(BYTES.subarray(from, to))).toBe(true);
});

test("a range beyond the end is refused, and a known file need not be sent again", async () => {
  const deployment = await deploy();
  const url = await urlOf(deployment, await store(deployment));
  expect((await fetch(url, { headers: { Range: "bytes=100000-" } })).status).toBe(416);
  const { headers } = await fetch(url, { method: "HEAD" });
  expect(headers.get("accept-ranges")).toBe("bytes");
  expect(await statusOf(url, { "If-None-Match": headers.get("etag") ?? "" })).toBe(304);
});

test("a deleted file leaves the disk, unless the mutation that deleted it failed", async () => {
  const dataDir = await temporaryFolder();
  const deployment = await deploy({ dataDir });
  const client = httpClient(deployment.url);
  const id = await store(deployment);
  const url = await urlOf(deployment, id);
  await expect(client.mutation(api.files.removeThenFail, { id })).rejects.toThrow("keep it after all");
  expect((await fetch(url)).status).toBe(200);
  await client.mutation(api.files.remove, { id });
  expect((await fetch(url)).status).toBe(404);
  await vi.waitFor(() => expect(filesOf(dataDir)).toEqual([]));
});

test("actions store, read and delete files", async () => {
  const dataDir = await temporaryFolder();
  const deployment = await deploy({ dataDir });
  const old = await store(deployment);
  const { id, text } = await httpClient(deployment.url).action(api.files.replaceByAction, { old, text: "hello" });
  expect(text).toBe("hello");
  expect(await (await fetch(await urlOf(deployment, id))).text()).toBe("hello");
  await vi.waitFor(() => expect(filesOf(dataDir)).toHaveLength(1));
});

test("an upload URL serves once, and not without its token or with another", async () => {
  const deployment = await deploy();
  const url = await uploadUrl(deployment);
  expect((await post(url, new Uint8Array(1))).status).toBe(200);
  expect((await post(url, new Uint8Array(1))).status).toBe(401);
  const fresh = await uploadUrl(deployment);
  expect((await post(fresh.slice(0, -2), new Uint8Array(1))).status).toBe(401);
  expect((await post(`${deployment.url}/api/storage/upload`, new Uint8Array(1))).status).toBe(401);
});

test("an upload URL ends after an hour, and forging one needs the secret", async () => {
  const [files, others] = await Promise.all(
    [await temporaryFolder(), await temporaryFolder()].map((folder) => FileStore.open(folder)),
  );
  const token = files!.uploadToken("");
  expect(files!.checkUploadToken(token)).toMatchObject({ component: "" });
  expect(others!.checkUploadToken(token)).toBeNull();
  vi.setSystemTime(Date.now() + 3_600_001);
  expect(files!.checkUploadToken(token)).toBeNull();
  vi.useRealTimers();
});

test("a file beyond the limit is refused, announced or not, and leaves nothing", async () => {
  const dataDir = await temporaryFolder();
  const deployment = await deploy({ dataDir, uploadLimit: 1000 });
  const announced = await post(await uploadUrl(deployment), new Uint8Array(1001));
  expect(announced.status).toBe(413);
  const body = new Blob([new Uint8Array(20 * 2 ** 20)]).stream();
  const unannounced = fetch(await uploadUrl(deployment), { method: "POST", body, duplex: "half" } as RequestInit);
  expect((await unannounced).status).toBe(413);
  expect((await post(await uploadUrl(deployment), new Uint8Array(1000))).status).toBe(200);
  expect(filesOf(dataDir)).toHaveLength(1);
});

test("a body that is not what its digest says is refused, and the URL still serves", async () => {
  const deployment = await deploy();
  const url = await uploadUrl(deployment);
  const digest = (body: Uint8Array) => ({ Digest: `sha-256=${createHash("sha256").update(body).digest("base64")}` });
  expect((await post(url, new Uint8Array([1]), digest(new Uint8Array([2])))).status).toBe(400);
  expect((await post(url, new Uint8Array([1]), digest(new Uint8Array([1])))).status).toBe(200);
});

test("an upload that is cut off leaves nothing", async () => {
  const dataDir = await temporaryFolder();
  const deployment = await deploy({ dataDir });
  const upload = request(await uploadUrl(deployment), { method: "POST", headers: { "Content-Length": 1_000_000 } });
  upload.on("error", () => undefined);
  upload.write(BYTES);
  await vi.waitFor(() => expect(filesOf(dataDir)).toHaveLength(1));
  upload.destroy();
  await vi.waitFor(() => expect(filesOf(dataDir)).toEqual([]));
});

test.each(["..%2f..%2fsecret", "%2e%2e%2fsecret", "drafts", "..", "secret", "10000_storage"])(
  "/api/storage/%s leads nowhere",
  async (path) => {
    const dataDir = await temporaryFolder();
    const { url } = await deploy({ dataDir });
    expect(existsSync(join(dataDir, "secret"))).toBe(true);
    expect((await fetch(`${url}/api/storage/${path}`)).status).toBe(404);
  },
);

test("a large upload and its download do not gather in memory", async () => {
  const deployment = await deploy();
  const chunk = randomBytes(2 ** 20);
  const chunks = 192;
  const before = process.memoryUsage();
  let most = 0;
  const measure = (): void => {
    const { external, arrayBuffers } = process.memoryUsage();
    most = Math.max(most, external + arrayBuffers - before.external - before.arrayBuffers);
  };
  const answer = await new Promise<string>((resolve, reject) => {
    void uploadUrl(deployment).then(async (url) => {
      const upload = request(url, { method: "POST" }, (response) => {
        let text = "";
        response.on("data", (part: Buffer) => (text += part.toString()));
        response.on("end", () => resolve(text));
      });
      upload.on("error", reject);
      const source = function* () {
        for (let n = 0; n < chunks; n += 1) {
          measure();
          yield chunk;
        }
      };
      await pipeline(Readable.from(source()), upload);
    }, reject);
  });
  const { storageId } = JSON.parse(answer) as { storageId: FileId };
  const download = await fetch(await urlOf(deployment, storageId));
  let size = 0;
  for await (const part of download.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    measure();
  }
  expect(size).toBe(chunks * chunk.length);
  expect(most).toBeLessThan(size / 2);
});
