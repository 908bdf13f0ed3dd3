import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { errors, type ErrorCode } from "../../convex/contract/errors.js";
import { ProcessRequest } from "../../convex/contract/workerApi.js";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { badInputs } from "./support/media.js";
import { recordOf, recordWith, videoOf } from "./support/record.js";
import { onRealConvex, useStack, type Stack } from "./support/stack.js";
import { startStandIn, type Answer, type Received, type StandIn } from "./support/stand-in.js";
import { until } from "./support/until.js";

const browsing = useBrowser();

/** Stand-ins that are closed with the tests around them. */
function useStandIns(): (answer: Answer) => Promise<StandIn> {
  const started: StandIn[] = [];
  afterAll(() => Promise.all(started.map((standIn) => standIn.close())));
  return async (answer) => {
    const standIn = await startStandIn(answer);
    started.push(standIn);
    return standIn;
  };
}

async function sendMatch(stack: Stack): Promise<Analyzer> {
  const page = await (await browsing.visitor()).newPage();
  await page.goto(stack.pagesUrl);
  const analyzer = new Analyzer(page);
  await analyzer.choose(path.join(await badInputs(), "match.mp4"));
  return analyzer;
}

async function expectRetryableFailure(stack: Stack, analyzer: Analyzer, code: ErrorCode): Promise<void> {
  expect(await analyzer.problem()).toEqual({ title: "The analysis stopped", message: errors[code].message });
  await keepScreenshot(analyzer.page, `failure-${code}`);
  const { error } = await recordWith(stack, await videoOf(analyzer), "failed");
  expect(error).toEqual({ code, message: errors[code].message, retryable: true });
  await expect.poll(() => stack.workFiles(), { timeout: 30_000 }).toEqual([]);
}

/** The source is kept for another try, until its owner goes on to another video. */
async function expectNothingLeftAfterwards(stack: Stack, analyzer: Analyzer): Promise<void> {
  expect(await stack.storedFiles()).toHaveLength(1);
  await analyzer.button("Analyse another video").click();
  await analyzer.shows("Analyse a match");
  await expect.poll(() => stack.storedFiles(), { timeout: 30_000 }).toEqual([]);
}

/** Passes a request on to the real worker. */
async function forward(to: string, { method, path: target, headers, body }: Received): ReturnType<typeof fetch> {
  const kept = ["content-type", "modal-key", "modal-secret"].map((name): [string, string] => [
    name,
    String(headers[name]),
  ]);
  return fetch(to + target, { method, headers: kept, body });
}

describe.skipIf(onRealConvex)("a worker that cannot be had", () => {
  const standIn = useStandIns();
  let endpoint: StandIn | undefined;
  const stack = useStack(async () => {
    endpoint = await standIn((_, response) => void response.writeHead(503).end());
    return { endpoint: endpoint.url };
  });

  const passOn: Answer = async (received, response) => {
    const answer = await forward(stack().workerUrl, received);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  };

  test("a worker that is down: worker_unavailable; once it is up, trying again succeeds", async () => {
    endpoint!.answer = (_, response) => void response.destroy();
    const analyzer = await sendMatch(stack());
    await expectRetryableFailure(stack(), analyzer, "worker_unavailable");
    endpoint!.answer = passOn;
    await analyzer.button("Try again").click();
    await analyzer.shows("Analysing your video");
    await analyzer.player();
    await analyzer.button("Delete video").click();
    await analyzer.button("Yes, delete").click();
    await expect.poll(() => stack().storedFiles(), { timeout: 30_000 }).toEqual([]);
  });

  test("a worker that answers nonsense: worker_bad_answer", async () => {
    endpoint!.answer = (_, response) => void response.writeHead(202).end("<h1>It works!</h1>");
    const analyzer = await sendMatch(stack());
    await expectRetryableFailure(stack(), analyzer, "worker_bad_answer");
    await expectNothingLeftAfterwards(stack(), analyzer);
  });
});

describe.skipIf(onRealConvex)("a source that cannot be fetched", () => {
  const standIn = useStandIns();
  let source: StandIn | undefined;
  const stack = useStack(async () => {
    const files = await standIn((_, response) => void response.writeHead(404).end());
    source = files;
    // Tells the worker that the files are somewhere else than they are.
    const endpoint = await standIn(async (received, response) => {
      const order = ProcessRequest.parse(JSON.parse(received.body));
      const elsewhere = (url: string) => files.url + new URL(url).pathname;
      const parts = order.parts.map((part) => ({ ...part, url: elsewhere(part.url) }));
      const body = JSON.stringify({ ...order, videoUrl: elsewhere(order.videoUrl), parts });
      const answer = await forward(stack().workerUrl, { ...received, body });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
    });
    return { endpoint: endpoint.url, source: files.url };
  });

  test("a source that answers 404: source_unavailable", async () => {
    source!.answer = (_, response) => void response.writeHead(404).end("gone");
    const analyzer = await sendMatch(stack());
    await expectRetryableFailure(stack(), analyzer, "source_unavailable");
    await expectNothingLeftAfterwards(stack(), analyzer);
  });

  test("a source that stalls: source_stalled", async () => {
    const clip = await readFile(path.join(await badInputs(), "match.mp4"));
    source!.answer = (_, response) => {
      response.writeHead(200, { "content-length": clip.length });
      response.write(clip.subarray(0, clip.length / 2));
    };
    const analyzer = await sendMatch(stack());
    await expectRetryableFailure(stack(), analyzer, "source_stalled");
    await expectNothingLeftAfterwards(stack(), analyzer);
  });

  test("a source that is not what was sent: source_mismatch, and nothing to try again", async () => {
    source!.answer = async (_, response) => {
      const clip = await readFile(path.join(await badInputs(), "match.mp4"));
      response.writeHead(200).end(clip.fill(0, 1000, 1001));
    };
    const analyzer = await sendMatch(stack());
    expect(await analyzer.problem()).toMatchObject({ message: errors.source_mismatch.message });
    await expect.poll(() => stack().storedFiles(), { timeout: 30_000 }).toEqual([]);
    await expect.poll(() => stack().workFiles(), { timeout: 30_000 }).toEqual([]);
  });
});

describe.skipIf(onRealConvex)("a worker that calls back wrongly", () => {
  const standIn = useStandIns();
  let order: ProcessRequest | undefined;
  const stack = useStack(async () => {
    const endpoint = await standIn(({ body }, response) => {
      const { videoId, attempt } = (order = ProcessRequest.parse(JSON.parse(body)));
      response.writeHead(202, { "content-type": "application/json" });
      response.end(JSON.stringify({ accepted: true, videoId, attempt }));
    });
    return { endpoint: endpoint.url };
  });

  async function call(route: string, body: unknown, token = order?.token): Promise<{ status: number; body: unknown }> {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await fetch(`${order?.callbackUrl}${route}`, { method: "POST", headers, body: text });
    return { status: answer.status, body: await answer.json() };
  }

  test("what is not authorised or of the wrong shape changes nothing; the failure that it reports is shown", async () => {
    order = undefined;
    const analyzer = await sendMatch(stack());
    const { videoId, attempt } = await until("the order", () => order);
    const video = await videoOf(analyzer);
    const status = { videoId, attempt, sequence: 1, stage: "detect", progress: 0.5, etaSeconds: null };
    const before = await recordWith(stack(), video, "processing");

    expect(await call("/updateStatus", status, "A".repeat(43))).toMatchObject({
      status: 401,
      body: { code: "unauthorized" },
    });
    expect(await call("/updateStatus", status, "")).toMatchObject({ status: 401 });
    const results = { videoId, attempt, results: {}, rendition: "x", poster: "y", segments: [] };
    const misshapen: [string, unknown][] = [
      ["/updateStatus", { ...status, progress: 7 }],
      ["/updateStatus", { ...status, unasked: true }],
      ["/updateStatus", "no JSON"],
      ["/updateResults", results],
      ["/reportFailure", { videoId, attempt, code: "made_up", detail: "" }],
      ["/generateUploadUrl", { videoId }],
    ];
    for (const [route, body] of misshapen) {
      expect(await call(route, body), route).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    }
    expect(await recordOf(stack(), video)).toEqual(before);

    expect(await call("/updateStatus", status)).toMatchObject({ status: 200 });
    await analyzer.stage("Finding people and their poses");
    const failure = { videoId, attempt, code: "results_rejected", detail: "wrong shape" };
    expect(await call("/reportFailure", failure)).toMatchObject({ status: 200 });
    await expectRetryableFailure(stack(), analyzer, "results_rejected");
    expect(await call("/updateStatus", { ...status, sequence: 2 }), "a dead token").toMatchObject({ status: 409 });
    await expectNothingLeftAfterwards(stack(), analyzer);
  });
});
