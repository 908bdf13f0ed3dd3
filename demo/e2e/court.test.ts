import { expect, test } from "vitest";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { floorLabelsOf, type FloorLabels } from "./support/court-labels.js";
import { dotsOnFloor } from "./support/court-map.js";
import { labelsOf, sampleClip, sharedClip, spread, type LabelledFrame } from "./support/media.js";
import { playUntil, seekToFrame } from "./support/player.js";
import { useStack } from "./support/stack.js";
import { until } from "./support/until.js";

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

/** How far, in metres and in the player's words, everybody ran. */
const distances = (analyzer: Analyzer) =>
  analyzer.element.locator("ba-player-card").evaluateAll((cards) =>
    cards.map((card) => {
      const text = card.shadowRoot?.textContent ?? "";
      return /Distance run\s*([\d.,]+\s*\w+)/.exec(text)?.[1] ?? text;
    }),
  );

/** Drags a point of the calibrator, as a visitor does with the mouse. */
async function dragPoint(analyzer: Analyzer, name: string, [right, down]: readonly [number, number]): Promise<void> {
  const { mouse } = analyzer.page;
  const point = analyzer.element.getByRole("button", { name });
  await point.scrollIntoViewIfNeeded();
  const box = await point.boundingBox();
  if (!box) throw new Error(`${name} is not shown`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + right, y + down, { steps: 4 });
  await mouse.up();
}

/** The owner moves two corners far off and saves; the figures change, and come back with the automatic court, without another analysis. */
async function expectFiguresToFollow(analyzer: Analyzer, shots: string): Promise<void> {
  const rendition = await analyzer.element.locator("video").first().getAttribute("src");
  const automatic = await distances(analyzer);
  expect(automatic.join()).toMatch(/\d (m|ft)/);
  await analyzer.button("Correct the court").click();
  await dragPoint(analyzer, "1. Near left corner", [-70, 0]);
  await dragPoint(analyzer, "2. Near right corner", [70, 0]);
  await keepScreenshot(analyzer.page, `${shots}-dragged`);
  await analyzer.button("Save").click();
  await until("other figures", async () => (await distances(analyzer)).join() !== automatic.join());
  await keepScreenshot(analyzer.page, `${shots}-corrected`);
  await analyzer.button("Correct the court").click();
  await analyzer.button("Back to the automatic court").click();
  await until("the former figures", async () => (await distances(analyzer)).join() === automatic.join());
  expect(await analyzer.element.locator("video").first().getAttribute("src")).toBe(rendition);
  const started = await analyzer.events("ba-analysis-start");
  expect(started, "analyses that were started").toHaveLength(1);
}

test("a synthetic match is seen from above, everybody where they stand, and its court can be corrected", async () => {
  const path = await sampleClip();
  const analyzer = await analysed(path);
  await expectDotsOnPlayers(analyzer, await labelsOf(path), await floorLabelsOf(path), "court-sample");
  await expectFiguresToFollow(analyzer, "court-sample");
});

const broadcast = sharedClip("broadcast-singles.mp4");

test.skipIf(!broadcast)(
  "broadcast-singles.mp4 is seen from above, everybody where they stand, and its court can be corrected",
  async () => {
    const path = broadcast!;
    const analyzer = await analysed(path);
    await expectDotsOnPlayers(analyzer, await labelsOf(path, 30), await floorLabelsOf(path), "court-broadcast");
    await expectFiguresToFollow(analyzer, "court-broadcast");
  },
);
