import { expect, test } from "vitest";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { sampleClip } from "./support/media.js";
import { onRealConvex, useStack } from "./support/stack.js";

const stack = useStack();
const browsing = useBrowser();

test.skipIf(onRealConvex)(
  "a deployment that is killed and started again is found again, and nothing is lost",
  async () => {
    const visitor = await browsing.visitor();
    const page = await visitor.newPage();
    await page.goto(stack().pagesUrl);
    const analyzer = new Analyzer(page);
    await analyzer.choose(await sampleClip());
    await analyzer.stage("Finding people and their poses");

    await stack().restartDeployment();
    await analyzer.player();
    const finished = (await analyzer.event("ba-analysis-complete")).detail;

    await stack().restartDeployment();
    await page.reload();
    await analyzer.player();
    await keepScreenshot(page, "restart-1-after");
    expect((await analyzer.event("ba-analysis-complete")).detail).toEqual(finished);
  },
);
