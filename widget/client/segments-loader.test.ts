import { expect, test, vi } from "vitest";
import type { SegmentLink } from "../../convex/contract/video.js";
import { packed, segment, stored } from "../testing/frame-data.js";
import { SegmentLoader } from "./segments-loader.js";

const SECONDS = 20;
const RETRIES = { attempts: 3, firstDelayMs: 0, longestDelayMs: 0 };

/** Links to `count` segments of 20 s and 600 frames each. */
const links = (count: number): SegmentLink[] =>
  Array.from({ length: count }, (_, index) => ({
    index,
    start: index * SECONDS,
    end: (index + 1) * SECONDS,
    firstFrame: index * 600,
    frames: 600,
    bytes: 1,
    url: `https://storage.test/${index}`,
  }));

const indexOf = (url: string) => Number(url.split("/").at(-1));

async function answerFor(index: number): Promise<Response> {
  return new Response(
    await packed(stored(segment([0, 40], { index, firstFrame: index * 600, startMilliseconds: index * 20_000 }))),
  );
}

/** A loader whose downloads go through `answer`, and the addresses that were asked for. */
function loaderOf(count: number, answer: (index: number, signal?: AbortSignal) => Promise<Response>, lookBehind = 0) {
  const asked: number[] = [];
  const onChange = vi.fn();
  const loader = new SegmentLoader(links(count), {
    onChange,
    lookBehind,
    retries: RETRIES,
    fetch: (url, { signal }) => {
      asked.push(indexOf(url));
      return answer(indexOf(url), signal);
    },
  });
  return { loader, asked, onChange };
}

/** An answer that comes only when the download is given up. */
const never = (signal?: AbortSignal) =>
  new Promise<Response>((_, reject) => signal?.addEventListener("abort", () => reject(new Error("given up"))));

test("the segment at the playhead and the next are fetched, once", async () => {
  const { loader, asked, onChange } = loaderOf(5, answerFor);
  loader.focus(25);
  loader.focus(26);
  expect(loader.loading).toBe(true);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2));
  loader.focus(27);
  expect(asked).toEqual([1, 2]);
  expect(loader.get(1)?.firstFrame).toBe(600);
  expect(loader.loading).toBe(false);
});

test("what trails need from before the playhead is fetched too", async () => {
  const { loader, asked } = loaderOf(5, answerFor, 1.5);
  loader.focus(40.5);
  await vi.waitFor(() => expect(loader.size).toBe(3));
  expect(asked.toSorted()).toEqual([1, 2, 3]);
});

test("seeking away gives up the downloads that are no longer needed", async () => {
  const given: number[] = [];
  const { loader } = loaderOf(50, async (index, signal) => {
    if (index > 10) return answerFor(index);
    signal?.addEventListener("abort", () => given.push(index));
    return never(signal);
  });
  loader.focus(0);
  loader.focus(30 * SECONDS);
  await vi.waitFor(() => expect(loader.size).toBe(2));
  expect(given).toEqual([0, 1]);
  expect(loader.get(0)).toBeUndefined();
});

test("an hour of playing keeps only a few segments in memory", async () => {
  const { loader } = loaderOf(180, answerFor);
  for (let index = 0; index < 180; index++) {
    loader.focus(index * SECONDS + 1);
    await loader.load(index);
    expect(loader.size).toBeLessThanOrEqual(4);
  }
  expect(loader.get(179)).toBeDefined();
});

test("a failed download is tried again, and then succeeds", async () => {
  let failures = 2;
  const { loader, asked } = loaderOf(1, (index) =>
    failures-- > 0 ? Promise.reject(new TypeError("offline")) : answerFor(index),
  );
  loader.focus(0);
  expect(await loader.load(0)).toBeDefined();
  expect(asked).toEqual([0, 0, 0]);
  expect(loader.failed).toBe(false);
});

test("a download that fails for good is told, and starts over when asked to", async () => {
  let online = false;
  const { loader, asked } = loaderOf(1, (index) =>
    online ? answerFor(index) : Promise.reject(new TypeError("offline")),
  );
  loader.focus(0);
  expect(await loader.load(0)).toBeUndefined();
  expect(loader.failed).toBe(true);
  expect(asked).toHaveLength(3);
  online = true;
  loader.retry();
  expect(await loader.load(0)).toBeDefined();
  expect(loader.failed).toBe(false);
});

test.each([
  ["is not there", () => Promise.resolve(new Response("", { status: 404 }))],
  ["is no frame data", () => Promise.resolve(new Response("<html>"))],
  ["belongs to another place", () => answerFor(7)],
])("a file that %s is not asked for again", async (_name, answer) => {
  const { loader, asked } = loaderOf(1, answer);
  loader.focus(0);
  expect(await loader.load(0)).toBeUndefined();
  expect(asked).toEqual([0]);
});

test("a disposed loader gives up and forgets", () => {
  let givenUp = false;
  const { loader, onChange } = loaderOf(2, (_index, signal) => {
    signal?.addEventListener("abort", () => (givenUp = true));
    return never(signal);
  });
  loader.focus(0);
  loader.dispose();
  expect(givenUp).toBe(true);
  expect(loader.size).toBe(0);
  expect(onChange).not.toHaveBeenCalled();
});

test("a video without frame data asks for nothing", () => {
  const { loader, asked } = loaderOf(0, answerFor);
  loader.focus(12);
  expect(asked).toEqual([]);
  expect(loader.frames).toBe(0);
});
