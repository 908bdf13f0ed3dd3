import type { Locator, Page } from "playwright-core";
import type { SeenEvent } from "./browser.js";
import { until } from "./until.js";

/** A file that exists only in the browser's memory, so that it can have any name. */
export interface MemoryFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** What the element says of a problem. */
export interface ShownProblem {
  readonly title: string;
  readonly message: string;
}

/** What the element said about a running analysis at one moment. */
export interface ShownProgress {
  readonly percent: string;
  readonly stage: string;
}

/** One `<badminton-analyzer>`, as a visitor sees and uses it. */
export class Analyzer {
  readonly page: Page;
  readonly element: Locator;

  constructor(page: Page, element: Locator = page.locator("badminton-analyzer").first()) {
    this.page = page;
    this.element = element;
  }

  /** Hands a file to the file input. */
  async choose(file: string | MemoryFile): Promise<void> {
    await this.element.locator("input[type=file]").setInputFiles(file);
  }

  button(name: string): Locator {
    return this.element.getByRole("button", { name, exact: true });
  }

  /** The heading of what is shown. */
  get title(): Locator {
    return this.element.locator("[part~=title]").first();
  }

  /** Waits for a heading. */
  async shows(title: string, limitMs = 60_000): Promise<void> {
    await this.element.getByRole("heading", { name: title, exact: true }).waitFor({ timeout: limitMs });
  }

  /** Waits until a problem is shown, and reads it. */
  async problem(limitMs = 120_000): Promise<ShownProblem> {
    const panel = this.element.locator("ba-error-panel");
    await panel.locator("[part~=message]").waitFor({ timeout: limitMs });
    return {
      title: await panel.locator("[part~=title]").innerText(),
      message: await panel.locator("[part~=message]").innerText(),
    };
  }

  /** Waits until the match can be played. */
  async player(limitMs = 240_000): Promise<Locator> {
    const player = this.element.locator("ba-player");
    const ended = this.element.locator("ba-player, ba-error-panel").first();
    await ended.waitFor({ timeout: limitMs });
    if ((await player.count()) === 0) {
      throw new Error(`no player, but: ${JSON.stringify(await this.problem())}`);
    }
    return player;
  }

  /** Waits until the analysis is in a stage. */
  async stage(name: string, limitMs = 120_000): Promise<void> {
    await this.element.locator("ba-progress [part~=current-stage]", { hasText: name }).waitFor({ timeout: limitMs });
  }

  /** Reads what is shown until the analysis is over, and calls `onStage` when another stage is shown. */
  async watchAnalysis(onStage: (shown: ShownProgress) => Promise<void>, limitMs = 240_000): Promise<ShownProgress[]> {
    const seen: ShownProgress[] = [];
    const percent = this.element.locator("ba-progress [part=percent]");
    const stage = this.element.locator("ba-progress [part~=current-stage]");
    await until(
      "the end of the analysis",
      async () => {
        if (await this.element.locator("ba-player, ba-error-panel").count()) return true;
        // Either may be gone by the time it is asked for: the analysis is over then.
        const [percentNow, stageNow] = await Promise.all([textNow(percent), textNow(stage)]);
        if (percentNow === undefined || stageNow === undefined) return false;
        const before = seen.at(-1);
        seen.push({ percent: percentNow, stage: stageNow });
        if (before?.stage !== stageNow) await onStage({ percent: percentNow, stage: stageNow });
        return false;
      },
      limitMs,
    );
    return seen;
  }

  /** What the page's own scripts have heard of the element since the page was loaded. */
  async events(type?: string): Promise<SeenEvent[]> {
    const seen = await this.page.evaluate(() => window.seenEvents);
    return type === undefined ? seen : seen.filter((event) => event.type === type);
  }

  /** Waits for an event, since the page was loaded. */
  async event(type: string, limitMs = 120_000): Promise<SeenEvent> {
    return until(`event ${type}`, async () => (await this.events(type)).at(-1), limitMs);
  }
}

async function textNow(locator: Locator): Promise<string | undefined> {
  const [text] = await locator.allInnerTexts();
  return text;
}
