import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { sampleClip, sharedClip } from "./support/media.js";
import { playUntil } from "./support/player.js";
import { useStack } from "./support/stack.js";
import { until } from "./support/until.js";

const stack = useStack();
const browsing = useBrowser();

/** Has a clip analysed on the club's page, and follows its link to the tournament's page. */
async function toTournamentPage(page: Page, clip: string): Promise<string> {
  await page.goto(stack().pagesUrl);
  const analyzer = new Analyzer(page);
  await analyzer.choose(clip);
  await analyzer.player();
  await analyzer.button("Delete video").waitFor();
  await page.getByRole("link", { name: "How its highlights look on a tournament's page" }).click();
  return page.url();
}

/** Waits until the page tells which rallies there are, or why there are none. Says how many there are. */
async function highlightsOn(page: Page): Promise<number> {
  const element = page.locator("badminton-analyzer");
  await element.locator("ba-highlights ba-player").waitFor({ timeout: 60_000 });
  const items = element.locator("ba-highlights [part=item]");
  const message = element.locator("ba-highlights [part~=message]");
  await until("the highlights", async () => {
    if ((await items.count()) > 0) return true;
    const said = await message.allInnerTexts();
    return said.some((text) => text !== "" && !text.startsWith("Loading"));
  });
  return items.count();
}

async function expectNothingToChange(page: Page): Promise<void> {
  const element = page.locator("badminton-analyzer");
  for (const name of ["ba-actions", "ba-uploader", "ba-swaps", "ba-rallies", "ba-calibration-dialog"])
    expect(await element.locator(name).count(), `${name} on the tournament's page`).toBe(0);
}

test("a match is watched on the tournament's page by whoever has the link, and not changed, not even by its owner", async () => {
  const owner = await (await browsing.visitor()).newPage();
  const link = await toTournamentPage(owner, await sampleClip());
  await highlightsOn(owner);
  await expectNothingToChange(owner);
  await keepScreenshot(owner, "highlights-1-owner");

  const viewer = await (await browsing.visitor()).newPage();
  await viewer.setViewportSize({ width: 390, height: 844 });
  await viewer.goto(link);
  await highlightsOn(viewer);
  await expectNothingToChange(viewer);
  await playUntil(viewer.locator("ba-player"), 0.3);
  await keepScreenshot(viewer, "highlights-2-phone");
  const overflow = await viewer.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, "pixels that stick out at the side").toBeLessThanOrEqual(0);

  await viewer.goto(link.replace(/token=[^&]*/, "token=wrong"));
  expect((await new Analyzer(viewer).problem()).message).toContain("does not exist");
});

const broadcast = sharedClip("broadcast-singles.mp4");

test.skipIf(!broadcast)(
  "broadcast-singles.mp4 is played rally by rally, and a rally is saved as a clip that plays",
  async () => {
    const page = await (await browsing.visitor()).newPage();
    await page.setViewportSize({ width: 1280, height: 900 });
    const link = await toTournamentPage(page, broadcast!);
    expect(await highlightsOn(page), "rallies that are worth watching").toBeGreaterThan(0);
    const item = page.locator("ba-highlights [part=item]").first();
    await item.click();
    await expect.poll(() => item.getAttribute("aria-current"), { timeout: 20_000 }).toBe("true");
    await keepScreenshot(page, "highlights-3-broadcast");
    expect(link).toContain("video=");

    await page.goto(stack().pagesUrl);
    const element = page.locator("badminton-analyzer");
    await element.locator("ba-match .rallies").scrollIntoViewIfNeeded();
    await element.locator("ba-rallies [part~=rally]").first().click();
    await element.locator("ba-rallies .clip").scrollIntoViewIfNeeded();
    const clip = element.locator("ba-clip-export");
    await clip.getByRole("checkbox").check();
    const download = page.waitForEvent("download");
    const saved = page.evaluate(
      () =>
        new Promise<{ duration: number; width: number }>((resolve, reject) => {
          document.addEventListener("ba-clip-save", ({ detail }) => {
            const media = document.createElement("video");
            media.addEventListener("loadeddata", () => resolve({ duration: media.duration, width: media.videoWidth }));
            media.addEventListener("error", () => reject(new Error(media.error?.message)));
            media.src = URL.createObjectURL(detail.file);
          });
        }),
    );
    await clip.getByRole("button", { name: "Save as clip" }).click();
    expect((await download).suggestedFilename()).toBe("broadcast-singles - rally 1.mp4");
    const { duration, width } = await saved;
    expect(width).toBe(1280);
    expect(duration).toBeGreaterThan(3);
    await keepScreenshot(page, "highlights-4-clip");
  },
);
