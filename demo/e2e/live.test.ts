import { expect, test } from "vitest";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { sampleClip } from "./support/media.js";
import { analyzerTag, openPage } from "./support/page.js";
import { useStack } from "./support/stack.js";

const stack = useStack();
const browsing = useBrowser();

test("an analysis under way is found again by a reload, in a second tab, and through the share link", async () => {
  const visitor = await browsing.visitor();
  const first = new Analyzer(await visitor.newPage());
  await first.page.goto(stack().pagesUrl);
  await first.choose(await sampleClip());
  await first.shows("Analysing your video");

  await first.page.reload();
  await first.shows("Analysing your video");
  await keepScreenshot(first.page, "live-1-after-reload");

  const second = new Analyzer(await visitor.newPage());
  await second.page.goto(stack().pagesUrl);
  await second.shows("Analysing your video");

  await Promise.all([first.player(), second.player()]);
  const { detail } = await first.event("ba-analysis-complete");
  expect((await second.event("ba-analysis-complete")).detail).toEqual(detail);

  const shared = { "video-id": String(detail.videoId), "share-token": String(detail.shareToken) };
  const stranger = new Analyzer(
    await openPage(await browsing.visitor(), stack(), { body: analyzerTag(stack(), shared) }),
  );
  await stranger.player();
  await keepScreenshot(stranger.page, "live-2-shared");
  expect(await stranger.button("Delete video").count(), "a watcher's ways to delete").toBe(0);
});

test("what nobody shared is nobody else's to see", async () => {
  const owner = new Analyzer(await (await browsing.visitor()).newPage());
  await owner.page.goto(stack().pagesUrl);
  await owner.choose(await sampleClip());
  const { detail } = await owner.event("ba-analysis-start");

  const body = analyzerTag(stack(), { "video-id": String(detail.videoId) });
  const stranger = new Analyzer(await openPage(await browsing.visitor(), stack(), { body }));
  expect(await stranger.problem()).toMatchObject({ message: "This analysis does not exist, or you may not see it." });
});
