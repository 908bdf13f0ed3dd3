import { readFile } from "node:fs/promises";
import type { Route } from "playwright-core";
import { expect, test } from "vitest";
import { PART_BYTES } from "../../convex/contract/limits.js";
import { Analyzer, type MemoryFile } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { sampleClip } from "./support/media.js";
import { recordOf, recordWith, videoOf } from "./support/record.js";
import { useStack } from "./support/stack.js";

const stack = useStack();
const browsing = useBrowser();

/** A playable clip that takes two parts: the rest is a box that players skip (ISO/IEC 14496-12, 8.1.2). */
async function twoPartClip(): Promise<MemoryFile> {
  const clip = await readFile(await sampleClip());
  const filling = Buffer.alloc(PART_BYTES);
  filling.writeUInt32BE(filling.length);
  filling.write("free", 4);
  return { name: "two-parts.mp4", mimeType: "video/mp4", buffer: Buffer.concat([clip, filling]) };
}

async function openClubPage(): Promise<Analyzer> {
  const page = await (await browsing.visitor()).newPage();
  await page.goto(stack().pagesUrl);
  return new Analyzer(page);
}

async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => stack().storedFiles(), { timeout: 30_000 }).toEqual([]);
  await expect.poll(() => stack().workFiles(), { timeout: 30_000 }).toEqual([]);
}

interface HeldPart {
  readonly isSent: Promise<void>;
  /** Drops the connection of this part and of every further one. */
  drop(): Promise<void>;
}

/** Lets the first part through, and keeps the second one from arriving. */
async function holdSecondPart({ page }: Analyzer): Promise<HeldPart> {
  let parts = 0;
  let dropped = false;
  const held: Route[] = [];
  let tell: (() => void) | undefined;
  const isSent = new Promise<void>((done) => (tell = done));
  await page.route(/\/api\/storage\/upload/, async (route) => {
    const isPart = route.request().method() === "POST";
    if (isPart) parts += 1;
    if (!isPart || parts === 1) return route.continue();
    if (dropped) return route.abort();
    held.push(route);
    tell?.();
  });
  return {
    isSent,
    drop: async () => {
      dropped = true;
      await Promise.all(held.map((route) => route.abort()));
    },
  };
}

test("an upload that is cancelled half-way leaves nothing behind", async () => {
  const analyzer = await openClubPage();
  const second = await holdSecondPart(analyzer);
  await analyzer.choose(await twoPartClip());
  await second.isSent;
  await analyzer.shows("Sending your video");
  await keepScreenshot(analyzer.page, "cancel-1-uploading");
  await analyzer.button("Cancel upload").click();
  await analyzer.shows("Analyse a match");
  await expectNothingLeft();
});

test("an upload whose page is closed half-way is cleared away at the next visit", async () => {
  const visitor = await browsing.visitor();
  const page = await visitor.newPage();
  await page.goto(stack().pagesUrl);
  const analyzer = new Analyzer(page);
  const second = await holdSecondPart(analyzer);
  await analyzer.choose(await twoPartClip());
  await second.isSent;
  await second.drop();
  await page.close();

  const next = new Analyzer(await visitor.newPage());
  await next.page.goto(stack().pagesUrl);
  expect(await next.problem()).toEqual({
    title: "This video was not sent",
    message: "The upload stopped before the whole video had arrived. Choose the file again to send it once more.",
  });
  await keepScreenshot(next.page, "cancel-2-interrupted");
  await expectNothingLeft();
});

test("an analysis that is cancelled stops and leaves nothing but its record", async () => {
  const analyzer = await openClubPage();
  await analyzer.choose(await sampleClip());
  await analyzer.stage("Finding people and their poses");
  expect(await stack().workFiles(), "the worker is at work").not.toEqual([]);
  await analyzer.button("Cancel analysis").click();
  await analyzer.shows("Analysis cancelled");
  await keepScreenshot(analyzer.page, "cancel-3-stopped");
  await recordWith(stack(), await videoOf(analyzer), "cancelled");
  await expectNothingLeft();
});

test("a finished video is gone once it is deleted", async () => {
  const analyzer = await openClubPage();
  await analyzer.choose(await sampleClip());
  await analyzer.player();
  const video = await videoOf(analyzer);
  expect(await stack().storedFiles(), "source, rendition, poster and frame data").not.toEqual([]);
  await analyzer.button("Delete video").click();
  await keepScreenshot(analyzer.page, "cancel-4-delete-question");
  await analyzer.button("Yes, delete").click();
  await analyzer.shows("Analyse a match");
  await expect(recordOf(stack(), video)).rejects.toMatchObject({ data: { code: "not_found" } });
  await expectNothingLeft();
});
