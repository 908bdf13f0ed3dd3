import { expect, test } from "vitest";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { labelsOf, sampleClip, sharedClip, spread, type LabelledFrame } from "./support/media.js";
import { readOverlay } from "./support/overlay-pixels.js";
import { playUntil, seekToFrame, switchLayer } from "./support/player.js";
import { useStack } from "./support/stack.js";

const stack = useStack();
const browsing = useBrowser();

interface Clip {
  readonly frames: readonly LabelledFrame[];
  readonly size: readonly [width: number, height: number];
  /** Whether it shows a shuttle in flight. */
  readonly shuttle: boolean;
}

/** Sends a clip through the file input of the club's page, and watches it to the end. */
async function analyseOnClubPage(clip: string, shots: string): Promise<Analyzer> {
  const page = await (await browsing.visitor()).newPage();
  await page.goto(stack().pagesUrl);
  const analyzer = new Analyzer(page);
  await analyzer.shows("Analyse a match");
  await keepScreenshot(page, `${shots}-1-empty`);
  await analyzer.choose(clip);
  await analyzer.shows("Analysing your video");
  const seen = await analyzer.watchAnalysis(async ({ stage }) => {
    if (stage === "Finding people and their poses") await keepScreenshot(page, `${shots}-2-analysing`);
  });
  expect(new Set(seen.map(({ percent }) => percent)).size, "different percentages seen").toBeGreaterThanOrEqual(4);
  expect(new Set(seen.map(({ stage }) => stage)).size, "different stages seen").toBeGreaterThanOrEqual(3);
  const events = await analyzer.events();
  // One page load saw it all: the recording starts anew with every load.
  expect(events[0]?.type).toBe("ba-upload-start");
  expect(events.at(-1)?.type).toBe("ba-analysis-complete");
  const progress = events
    .filter(({ type }) => type === "ba-analysis-progress")
    .map(({ detail }) => Number(detail.progress));
  expect(new Set(progress).size, "different progress values heard").toBeGreaterThanOrEqual(4);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  return analyzer;
}

/** The rendition plays, and at five labelled frames both players carry a skeleton where they were measured to be. */
async function expectSkeletonsOnPlayers(analyzer: Analyzer, clip: Clip, shots: string): Promise<void> {
  const { page } = analyzer;
  const player = await analyzer.player();
  await playUntil(player, 0.3);
  await switchLayer(player, "Names", false);
  if (clip.shuttle) await switchLayer(player, "Shuttle", false);
  for (const { frame, seconds, boxes } of spread(clip.frames, 5)) {
    const overlay = await seekToFrame(player, frame, seconds);
    const painted = await readOverlay(overlay, boxes, clip.size);
    await keepScreenshot(page, `${shots}-3-frame-${String(frame).padStart(3, "0")}`);
    expect(Object.keys(painted.players)).toEqual([...boxes.keys()]);
    for (const [name, { share, span }] of Object.entries(painted.players)) {
      expect(span, `height of the ${name} player's skeleton in frame ${frame}, as a share of the box`).toBeGreaterThan(
        0.6,
      );
      expect(share, `pixels of the ${name} player's skeleton in frame ${frame}, as a share of the box`).toBeGreaterThan(
        0.03,
      );
    }
    const inBoxes = Object.values(painted.players).reduce((sum, { pixels }) => sum + pixels, 0);
    expect(painted.elsewhere / inBoxes, `painted outside of the players in frame ${frame}`).toBeLessThan(0.1);
  }
}

test("a synthetic match comes back with both players' skeletons on it", async () => {
  const path = await sampleClip();
  const clip = { frames: await labelsOf(path), size: [1280, 720], shuttle: false } as const;
  const analyzer = await analyseOnClubPage(path, "sample");
  await expectSkeletonsOnPlayers(analyzer, clip, "sample");
});

test("the club's own sample is analysed at the press of a button, on a phone too", async () => {
  const page = await (await browsing.visitor()).newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(stack().pagesUrl);
  const analyzer = new Analyzer(page);
  await analyzer.shows("Analyse a match");
  await keepScreenshot(page, "phone-1-empty");
  await page.getByRole("button", { name: "Try it with our sample" }).click();
  await analyzer.shows("Analysing your video");
  await keepScreenshot(page, "phone-2-analysing");
  await analyzer.player();
  await keepScreenshot(page, "phone-3-player");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, "pixels that stick out at the side").toBeLessThanOrEqual(0);
});

const broadcast = sharedClip("broadcast-singles.mp4");

test.skipIf(!broadcast)("broadcast-singles.mp4 comes back with both players' skeletons on it", async () => {
  const path = broadcast!;
  const clip = { frames: await labelsOf(path, 30), size: [1280, 720], shuttle: true } as const;
  const analyzer = await analyseOnClubPage(path, "broadcast");
  await expectSkeletonsOnPlayers(analyzer, clip, "broadcast");
});
