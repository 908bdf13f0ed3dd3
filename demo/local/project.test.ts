import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { api } from "../../convex/_generated/api.js";
import type { VideoView } from "../../convex/contract/video.ts";
import { ProcessRequest } from "../../convex/contract/workerApi.ts";
import { deploy, liveClient, Seen } from "./testing/harness.ts";

/** Stands in for the worker: takes one request to /process and hands it out. */
async function startWorker(): Promise<{ url: string; asked: Promise<ProcessRequest> }> {
  const server = createServer();
  const asked = new Promise<ProcessRequest>((resolve) => {
    server.on("request", (request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const job = ProcessRequest.parse(JSON.parse(body));
        response.writeHead(202, { "Content-Type": "application/json" });
        response.end(JSON.stringify({ accepted: true, videoId: job.videoId, attempt: job.attempt }));
        resolve(job);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test("the project's own functions take a video from the upload to the worker's progress", async () => {
  const worker = await startWorker();
  const deployment = await deploy({
    functions: fileURLToPath(new URL("../../convex", import.meta.url)),
    env: { MODAL_ENDPOINT_URL: worker.url, MODAL_KEY: "key", MODAL_SECRET: "secret" },
  });
  await deployment.runInternal("sites:upsert", { key: "club", name: "Club" });
  const client = liveClient(deployment.url);
  const bytes = randomBytes(1000);
  const ownerToken = randomBytes(32).toString("base64url");
  const file = { filename: "match.mp4", size: bytes.length, contentType: "video/mp4" };

  const { videoId } = await client.mutation(api.videos.createVideo, { siteKey: "club", ownerToken, ...file });
  const owner = { videoId, ownerToken };
  const views = new Seen<VideoView>();
  client.onUpdate(api.videos.getVideo, owner, (view) => views.add(view));
  await views.until(({ status }) => status === "uploading");

  const uploadUrl = await client.mutation(api.videos.generateUploadUrl, { ...owner, index: 0 });
  const stored = (await (await fetch(uploadUrl, { method: "POST", body: bytes })).json()) as { storageId: string };
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await client.mutation(api.videos.addPart, { ...owner, index: 0, storageId: stored.storageId, sha256 });
  await views.until(({ status }) => status === "uploaded");

  await client.mutation(api.videos.processVideo, owner);
  const job = await worker.asked;
  expect(Buffer.from(await (await fetch(job.videoUrl)).arrayBuffer()).equals(bytes)).toBe(true);
  expect(job.callbackUrl).toBe(deployment.siteUrl);

  const report = (token: string) =>
    fetch(`${job.callbackUrl}/updateStatus`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({
        videoId,
        attempt: job.attempt,
        sequence: 1,
        stage: "detect",
        progress: 0.5,
        etaSeconds: 30,
      }),
    });
  expect((await report("x".repeat(43))).status).toBe(401);
  expect((await report(job.token)).status).toBe(200);
  const view = await views.until(({ progress }) => progress === 0.5);
  expect(view).toMatchObject({ status: "processing", stage: "detect", etaSeconds: 30 });
});
