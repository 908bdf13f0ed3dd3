import { register } from "@convex-dev/rate-limiter/test";
import { convexTest } from "convex-test";
import { expect, vi } from "vitest";
import { api, internal } from "../_generated/api.js";
import type { Doc } from "../_generated/dataModel.js";
import type { ErrorCode } from "../contract/errors.js";
import fixtures from "../contract/fixtures/valid.json" with { type: "json" };
import { PART_BYTES } from "../contract/limits.js";
import { InterpretRequest, ProcessRequest } from "../contract/workerApi.js";
import { REQUEUE_DELAYS, START_LEASE } from "../model/times.js";
import schema from "../schema.js";

/** The name has two dots so that Convex does not take the file for a module to deploy. */

export const SITE_KEY = "club";
export const OWNER = "o".repeat(43);
export const STRANGER = "s".repeat(43);
/** Of two players, in a video with one view of the court and one without. */
export const RESULTS = {
  ...fixtures.Results,
  timeBase: [1, 15360],
  notes: [] as string[],
  players: [1, 2].flatMap((id) => fixtures.Results.players.map((player) => ({ ...player, id }))),
};

const WORKER = { url: "https://worker.example", key: "key-of-the-worker", secret: "secret-of-the-worker" };

export interface TestVideo {
  videoId: string;
  ownerToken: string;
  shareToken: string;
}

/** What the stubbed worker was asked. */
export interface Asked<Request = ProcessRequest> {
  url: string;
  headers: Headers;
  request: Request;
}

/** Says which attempt is meant. */
type Attempt = Pick<ProcessRequest, "videoId" | "attempt">;

export type TestDeployment = Awaited<ReturnType<typeof startDeployment>>;

/** The functions on a simulated deployment with one site, and a worker that answers as `worker.answer` says; under fake time. */
export async function startDeployment() {
  vi.useFakeTimers();
  const t = convexTest({ schema, modules: import.meta.glob("../**/*.*s"), transactionLimits: true });
  register(t);
  await t.mutation(internal.sites.upsert, { key: SITE_KEY, name: "Club" });
  vi.stubEnv("MODAL_ENDPOINT_URL", `${WORKER.url}/`);
  vi.stubEnv("MODAL_KEY", WORKER.key);
  vi.stubEnv("MODAL_SECRET", WORKER.secret);
  vi.stubEnv("CONVEX_SITE_URL", "https://site.example");
  return { t, ...stubWorker(), ...conveniences(t) };
}

/** Takes away what `startDeployment` has changed outside of the deployment. */
export function endDeployment(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
}

/** Answers `/process` and `/interpret` as a worker that takes everything, until a test says otherwise. */
function stubWorker() {
  const asked: Asked[] = [];
  const interpretations: Asked<InterpretRequest>[] = [];
  const worker = {
    answer: ({ videoId, attempt }: Attempt): Promise<Response> | Response =>
      Response.json({ accepted: true, videoId, attempt }, { status: 202 }),
  };
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const [body, headers] = [JSON.parse(init.body as string) as unknown, new Headers(init.headers)];
    if (url.endsWith("/interpret")) {
      const request = InterpretRequest.parse(body);
      interpretations.push({ url, headers, request });
      return await worker.answer(request);
    }
    const request = ProcessRequest.parse(body);
    asked.push({ url, headers, request });
    return await worker.answer(request);
  });
  return { asked, interpretations, worker };
}

function conveniences(t: ReturnType<typeof convexTest<typeof schema.tables>>) {
  const store = async (content: BlobPart) => await t.run(async (ctx) => await ctx.storage.store(new Blob([content])));

  const create = async ({ size = 5, ownerToken = OWNER } = {}): Promise<TestVideo> => {
    const file = { filename: "match.mp4", size, contentType: "video/mp4" };
    const { videoId, shareToken } = await t.mutation(api.videos.createVideo, {
      siteKey: SITE_KEY,
      ownerToken,
      ...file,
    });
    return { videoId, shareToken, ownerToken };
  };

  const sendPart = async ({ videoId, ownerToken }: TestVideo, index: number, content: Uint8Array<ArrayBuffer>) => {
    const part = { index, storageId: await store(content), sha256: await sha256(content) };
    await t.mutation(api.videos.addPart, { videoId, ownerToken, ...part });
    return part;
  };

  const upload = async ({ size = 5, ownerToken = OWNER } = {}): Promise<TestVideo> => {
    const video = await create({ size, ownerToken });
    for (let start = 0; start < size; start += PART_BYTES) {
      await sendPart(video, start / PART_BYTES, new Uint8Array(Math.min(PART_BYTES, size - start)).fill(7));
    }
    return video;
  };

  /** Runs what is due within the next `milliseconds`. */
  const elapse = async (milliseconds: number) => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    await t.finishInProgressScheduledFunctions();
  };

  /** Runs what is due within the next seconds, and what that makes due. */
  const elapseSeconds = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) await elapse(1000);
  };

  const view = async ({ videoId, ownerToken }: TestVideo) =>
    await t.query(api.videos.getVideo, { videoId, ownerToken });

  const jobOf = async ({ videoId }: Pick<TestVideo, "videoId">, attempt: number): Promise<Doc<"jobs">> => {
    const jobs = await t.run(async (ctx) => await ctx.db.query("jobs").take(100));
    const job = jobs.find((each) => each.videoId === videoId && each.attempt === attempt);
    if (job === undefined) throw new Error(`no attempt ${attempt}`);
    return job;
  };

  const call = async (path: string, body: unknown, token?: string): Promise<{ status: number; body: unknown }> => {
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const response = await t.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };

  const storedFiles = async () =>
    (await t.run(async (ctx) => await ctx.db.system.query("_storage").take(1000))).map(({ _id }) => _id);

  const start = async ({ videoId, ownerToken }: TestVideo) =>
    await t.mutation(api.videos.processVideo, { videoId, ownerToken });

  const cancel = async ({ videoId, ownerToken }: TestVideo) =>
    await t.mutation(api.videos.cancelVideo, { videoId, ownerToken });

  /** A video under analysis, and what its worker was told. */
  const process = async (asked: Asked[], options: { size?: number; ownerToken?: string } = {}) => {
    const video = await upload(options);
    await start(video);
    await elapse(0);
    const request = asked.at(-1)?.request;
    if (request?.videoId !== video.videoId) throw new Error("the worker was not asked");
    return { video, request };
  };

  /** The outputs of an analysis, stored, as the body of /updateResults. */
  const results = async ({ videoId, attempt }: Attempt) => ({
    videoId,
    attempt,
    results: RESULTS,
    rendition: await store("rendition"),
    poster: await store("poster"),
    observations: await store("observations"),
    motion: await store("motion"),
    events: await store("events"),
    segments: [await store("segment")],
  });

  /** The outputs of an interpretation, stored, as the body of /updateResults. */
  const newResults = async ({ videoId, attempt }: Attempt, count = 1) => {
    const [info] = RESULTS.segments;
    const segments = [];
    for (let index = 0; index < count; index += 1) segments.push(await store(`segment ${attempt}/${index}`));
    const infos = segments.map((_, index) => ({ ...info, index }));
    const results = { ...RESULTS, notes: ["court_unsure"], segments: infos };
    const files = { motion: await store(`motion ${attempt}`), events: await store(`events ${attempt}`), segments };
    return { videoId, attempt, results, ...files };
  };

  /** A video whose analysis is completed. */
  const complete = async (asked: Asked[], options: { ownerToken?: string } = {}) => {
    const { video, request } = await process(asked, options);
    const answer = await call("/updateResults", await results(request), request.token);
    if (answer.status !== 200) throw new Error("the results were not taken");
    return video;
  };

  /** Lets every attempt under way fall silent until its lease runs out, and the next ones start. */
  const loseWorker = async () => {
    await elapse(START_LEASE + 1);
    await t.mutation(internal.jobs.sweep, {});
    await elapse(Math.max(...REQUEUE_DELAYS));
  };

  /** Changes the site: by default, everyone may watch. */
  const openSite = async (settings: { publicResults?: boolean; maxBytes?: number } = { publicResults: true }) => {
    await t.mutation(internal.sites.upsert, { key: SITE_KEY, name: "Club", ...settings });
  };

  return {
    ...{ openSite, loseWorker, elapse, elapseSeconds },
    ...{ store, create, sendPart, upload, start, cancel },
    ...{ process, results, newResults, complete, call, view, jobOf, storedFiles },
  };
}

/** Lower-case hexadecimal. */
export async function sha256(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Expects that a function throws a ConvexError with this code. */
export async function expectRefusal(call: Promise<unknown>, code: ErrorCode): Promise<void> {
  await expect(call).rejects.toMatchObject({ data: { code } });
}
