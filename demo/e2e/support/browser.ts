import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { setUpChromium } from "../../../scripts/setup/chromium.mjs";
import { root } from "../../../scripts/setup/paths.mjs";

const screenshots = path.join(root, "artifacts/screenshots");

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Browsing {
  /** A new visitor: own storage, own pages. What goes wrong inside their pages fails the test. */
  visitor(): Promise<BrowserContext>;
}

/** Starts one browser for the tests of a file; its visitors end with each test. */
export function useBrowser(): Browsing {
  let browser: Browser | undefined;
  let visitors: BrowserContext[] = [];
  let troubles: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await setUpChromium(), args });
  });
  afterEach(async () => {
    const leaving = visitors;
    const seen = troubles;
    visitors = [];
    troubles = [];
    await Promise.all(leaving.map((visitor) => visitor.close()));
    expect(seen, "errors inside of the pages").toEqual([]);
  });
  afterAll(() => browser?.close());

  return {
    async visitor() {
      if (!browser) throw new Error("the browser has not started");
      const visitor = await browser.newContext({ viewport: { width: 1200, height: 900 } });
      visitor.on("weberror", (error) => troubles.push(String(error.error())));
      await visitor.addInitScript(recordEvents);
      visitors.push(visitor);
      return visitor;
    },
  };
}

/** An event of the element, as a page's own script hears it. */
export interface SeenEvent {
  readonly type: string;
  readonly detail: Record<string, unknown>;
}

declare global {
  interface Window {
    /** Every `ba-` event that reached the document since it was loaded. */
    seenEvents: SeenEvent[];
  }
}

/** Runs inside of each page before anything else does. */
function recordEvents(): void {
  window.seenEvents = [];
  const types = [
    "upload-start",
    "upload-progress",
    "analysis-start",
    "analysis-progress",
    "analysis-complete",
    "analysis-cancel",
    "error",
  ];
  for (const type of types) {
    document.addEventListener(`ba-${type}`, (event) => {
      window.seenEvents.push({
        type: event.type,
        detail: { ...(event as CustomEvent<Record<string, unknown>>).detail },
      });
    });
  }
}

/** Keeps a picture of a page's state for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}
