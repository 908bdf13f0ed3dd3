import { ConvexHttpClient } from "convex/browser";
import { expect, test } from "vitest";
import { api } from "../../convex/_generated/api.js";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { rallyClip } from "./support/media.js";
import { analyzerTag, openPage } from "./support/page.js";
import { recordOf, videoOf } from "./support/record.js";
import { useStack } from "./support/stack.js";
import { until } from "./support/until.js";

const stack = useStack();
const browsing = useBrowser();

/** Twice the time that the analysis of the clip takes on two cores that have nothing else to do. */
const ANALYSIS_MS = 420_000;

/** The rallies that are listed, in words. */
const listed = (analyzer: Analyzer) =>
  analyzer.element
    .locator("ba-rally-list .row")
    .evaluateAll((rows) => rows.map((row) => row.textContent.replace(/\s+/g, " ").trim()));

/** The strokes of the rally that was chosen, in words. */
const strokes = (analyzer: Analyzer) =>
  analyzer.element
    .locator("ba-rally-hits [part=hit]")
    .evaluateAll((buttons) =>
      buttons.map((button) => (button.closest("tr")?.textContent ?? "").replace(/\s+/g, " ").trim()),
    );

/** How often a stroke was played, as the chart of strokes has it in its table. */
const inChart = (analyzer: Analyzer, stroke: string) =>
  analyzer.element.locator("ba-stroke-mix tr").evaluateAll((rows, name) => {
    const cells = rows.map((row) => Array.from(row.children, (cell) => cell.textContent.trim()));
    const counts = cells.find(([first]) => first?.toLowerCase() === name)?.slice(1);
    return counts?.join(" / ") ?? "none";
  }, stroke);

/** Scrolls to what is loaded only once it comes into sight. */
async function showEverything(analyzer: Analyzer): Promise<void> {
  for (const place of [".timeline", ".rallies", ".charts"]) {
    await analyzer.element.locator(`ba-match ${place}`).first().scrollIntoViewIfNeeded();
  }
  await analyzer.element.locator("ba-timeline").waitFor();
  await analyzer.element.locator("ba-stroke-mix table").first().waitFor({ state: "attached" });
  await analyzer.element.locator("ba-rally-list .row").first().waitFor();
}

/** Waits until the owner's and the viewer's page list what is wanted. */
async function untilBothList(what: string, pages: Analyzer[], wanted: (rallies: string[]) => boolean): Promise<void> {
  for (const page of pages) await until(what, async () => wanted(await listed(page)));
}

test(
  "a match of several rallies is listed; what its owner corrects is everybody's at once, and outlives a new analysis",
  async () => {
    const owner = new Analyzer(await (await browsing.visitor()).newPage());
    await owner.page.setViewportSize({ width: 1440, height: 900 });
    await owner.page.goto(stack().pagesUrl);
    await owner.choose(await rallyClip());
    await owner.player(ANALYSIS_MS);
    await showEverything(owner);
    const rallies = await listed(owner);
    expect(rallies.length, "rallies that were made out").toBeGreaterThanOrEqual(2);
    await keepScreenshot(owner.page, "events-1-owner");

    const { detail } = await owner.event("ba-analysis-complete");
    const shared = { "video-id": String(detail.videoId), "share-token": String(detail.shareToken) };
    const body = analyzerTag(stack(), shared);
    const viewer = new Analyzer(await openPage(await browsing.visitor(), stack(), { body }));
    await viewer.player();
    await showEverything(viewer);
    expect(await listed(viewer)).toEqual(rallies);

    // The first stroke of the first rally is something else.
    await owner.element.locator("ba-rally-list .row").first().click();
    await until("the strokes of the rally", async () => (await strokes(owner)).length > 0);
    const video = owner.element.locator("video").first();
    await until("the rally plays", () => video.evaluate((media: HTMLVideoElement) => !media.paused));
    const [first = ""] = await strokes(owner);
    expect(first).not.toContain("push");
    const before = await inChart(owner, "push");
    await owner.button("Correct").first().click();
    await owner.element.locator("ba-rally-hits [part=correct-hit]").first().click();
    await owner.element.locator("ba-hit-form select").last().selectOption("push");
    await owner.element.locator("ba-hit-form").getByRole("button", { name: "Save", exact: true }).click();
    await until("the corrected stroke", async () => (await strokes(owner))[0]?.includes("push"));
    expect((await strokes(owner))[0]).toContain("the machine said");
    const after = await inChart(owner, "push");
    expect(after).not.toBe(before);
    await untilBothList("the rally is marked", [owner, viewer], ([one = ""]) => one.includes("corrected"));
    await until("the chart of the viewer", async () => (await inChart(viewer, "push")) === after);

    // The second rally was none.
    await owner.element.locator("ba-rally-list .row").nth(1).click();
    await owner.button("No rally").click();
    await untilBothList("one rally less", [owner, viewer], ({ length }) => length === rallies.length - 1);
    await keepScreenshot(owner.page, "events-2-corrected");
    await keepScreenshot(viewer.page, "events-3-viewer");

    // A viewer has no way to correct: not in the page, and not past it.
    await viewer.element.locator("ba-rally-list .row").first().click();
    await until("the viewer sees the strokes", async () => (await strokes(viewer)).length > 0);
    for (const name of ["Correct", "No rally", "Add a rally", "Analyse again"])
      expect(await viewer.button(name).count(), `the viewer's buttons "${name}"`).toBe(0);
    const client = new ConvexHttpClient(stack().convexUrl, { logger: false });
    const claim = { videoId: String(detail.videoId), ownerToken: String(detail.shareToken) };
    await expect(client.mutation(api.videos.correctHit, { ...claim, edit: { was: 1 } })).rejects.toMatchObject({
      data: { code: "not_found" },
    });

    // All of it is there after a new analysis, for both.
    const corrected = await listed(owner);
    const charted = await inChart(owner, "push");
    expect(charted, "shares without the strokes of the removed rally").not.toBe(after);
    const { edits } = await recordOf(stack(), await videoOf(owner));
    expect(edits?.hits).toHaveLength(1);
    expect(edits?.rallies).toHaveLength(1);
    await owner.button("Analyse again").click();
    await owner.button("Yes, analyse").click();
    await owner.shows("Analysing your video");
    await owner.player(ANALYSIS_MS);
    await showEverything(owner);
    expect(await listed(owner)).toEqual(corrected);
    expect(await inChart(owner, "push")).toBe(charted);
    expect((await recordOf(stack(), await videoOf(owner))).edits).toEqual(edits);
    await viewer.player();
    await showEverything(viewer);
    expect(await listed(viewer)).toEqual(corrected);
  },
  3 * ANALYSIS_MS,
);
