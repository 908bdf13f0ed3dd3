import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { ConvexHttpClient } from "convex/browser";
import * as z from "zod/mini";
import { api } from "../../../convex/_generated/api.js";
import { StoredFile, type VideoStatus, type VideoView } from "../../../convex/contract/video.js";
import type { Analyzer } from "./analyzer.js";
import type { Stack } from "./stack.js";
import { until } from "./until.js";

/** A video, and by what right it is asked for. */
export interface OwnedVideo {
  readonly videoId: string;
  readonly ownerToken: string;
}

const EventDetail = z.object({ videoId: z.string() });

/** The video that the element's events name, with the capability that the visitor's browser keeps for it. */
export async function videoOf(analyzer: Analyzer): Promise<OwnedVideo> {
  const videoId = await until("an event that names the video", async () => {
    const events = await analyzer.events();
    return events.map(({ detail }) => EventDetail.safeParse(detail).data?.videoId).findLast((id) => id !== undefined);
  });
  const ownerToken = await analyzer.page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("ba:") && name.endsWith(":owner"));
    return key === undefined ? null : localStorage.getItem(key);
  });
  if (ownerToken === null) throw new Error("the browser keeps no owner token");
  return { videoId, ownerToken };
}

/** The deployment's record of a video. */
export async function recordOf(stack: Stack, video: OwnedVideo): Promise<VideoView> {
  return new ConvexHttpClient(stack.convexUrl, { logger: false }).query(api.videos.getVideo, { ...video });
}

/** Waits until the record says one of these. */
export async function recordWith(stack: Stack, video: OwnedVideo, ...statuses: VideoStatus[]): Promise<VideoView> {
  return until(
    `a record that is ${statuses.join(" or ")}`,
    async () => {
      const record = await recordOf(stack, video);
      return statuses.includes(record.status) && record;
    },
    120_000,
  );
}

/** Sends a small file without the element, and so past its checks, and asks for the analysis. */
export async function sendPastChecks(stack: Stack, file: string): Promise<OwnedVideo> {
  const client = new ConvexHttpClient(stack.convexUrl, { logger: false });
  const bytes = await readFile(file);
  const ownerToken = randomBytes(32).toString("base64url");
  const { videoId } = await client.mutation(api.videos.createVideo, {
    siteKey: stack.siteKey,
    ownerToken,
    filename: path.basename(file),
    size: bytes.length,
    contentType: "video/mp4",
  });
  const video = { videoId, ownerToken };
  const url = await client.mutation(api.videos.generateUploadUrl, { ...video, index: 0 });
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "video/mp4" }, body: bytes });
  const { storageId } = StoredFile.parse(await answer.json());
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await client.mutation(api.videos.addPart, { ...video, index: 0, storageId, sha256 });
  await client.mutation(api.videos.processVideo, video);
  return video;
}
