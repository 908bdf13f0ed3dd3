import { expect, test } from "vitest";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { floorLabelsOf, type FloorLabels } from "./support/court-labels.js";
import { dotsOnFloor } from "./support/court-map.js";
import { labelsOf, sampleClip, sharedClip, spread, type LabelledFrame } from "./support/media.js";
import { playUntil, seekToFrame } from "./support/player.js";
import { useStack } from "./support/stack.js";

const stack = useStack();
const browsing = useBrowser();

/** How far a dot may lie from where the player was measured to stand, metres. */
const MOST_OFF = 0.4;

async function analysed(clip: string): Promise<Analyzer> {
  const page = await (await browsing.visitor()).newPage();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(stack().pagesUrl);
  const analyzer = new Analyzer(page);
  await analyzer.shows("Analyse a match");
  await analyzer.choose(clip);
  await analyzer.player();
  return analyzer;
}

/** At five labelled frames, everybody who stands on the floor has a dot of the court map where they were measured to be. */
async function expectDotsOnPlayers(
  analyzer: Analyzer,
  frames: readonly LabelledFrame[],
  labels: FloorLabels,
  shots: string,
): Promise<void> {
  const player = await analyzer.player();
  await playUntil(player, 0.3);
  const map = analyzer.element.locator("ba-court-map");
  const standing = frames.filter(({ frame, boxes }) => labels.get(frame)?.size === boxes.size);
  for (const { frame, seconds } of spread(standing, 5)) {
    await seekToFrame(player, frame, seconds);
    const dots = await dotsOnFloor(map);
    await keepScreenshot(analyzer.page, `${shots}-frame-${String(frame).padStart(3, "0")}`);
    for (const [name, [x, y]] of labels.get(frame) ?? []) {
      const off = Math.min(...[...dots.values()].map((dot) => Math.hypot(dot[0] - x, dot[1] - y)));
      expect(off, `metres between the ${name} player and the nearest dot in frame ${frame}`).toBeLessThan(MOST_OFF);
    }
  }
}

test("a synthetic match is seen from above, everybody where they stand", async () => {
  const path = await sampleClip();
  const analyzer = await analysed(path);
  await expectDotsOnPlayers(analyzer, await labelsOf(path), await floorLabelsOf(path), "court-sample");
});

const broadcast = sharedClip("broadcast-singles.mp4");

test.skipIf(!broadcast)("broadcast-singles.mp4 is seen from above, everybody where they stand", async () => {
  const path = broadcast!;
  const analyzer = await analysed(path);
  await expectDotsOnPlayers(analyzer, await labelsOf(path, 30), await floorLabelsOf(path), "court-broadcast");
});
