import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { sampleClip } from "./support/media.js";
import { analyzerTag, openPage } from "./support/page.js";
import { playUntil } from "./support/player.js";
import { useStack } from "./support/stack.js";

const stack = useStack();
const browsing = useBrowser();

const plainTag = () => analyzerTag(stack());

test("two elements on one page share one connection and keep apart", async () => {
  const visitor = await browsing.visitor();
  const sockets: string[] = [];
  visitor.on("page", (page) => page.on("websocket", (socket) => sockets.push(socket.url())));
  const page = await openPage(visitor, stack(), { body: plainTag() + plainTag() });
  const [one, two] = [0, 1].map((index) => new Analyzer(page, page.locator("badminton-analyzer").nth(index)));
  await one?.choose(await sampleClip());
  await one?.player();
  await two?.shows("Analyse a match");
  await keepScreenshot(page, "page-1-two-elements");
  expect(sockets).toHaveLength(1);

  await page.reload();
  await one?.player();
  await two?.shows("Analyse a match");
});

test("a page with a strict policy is not violated", async () => {
  const { convexUrl } = stack();
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // Lit's styles are constructed style sheets, which a policy does not count as inline.
    "style-src 'none'",
    `connect-src ${convexUrl} ${convexUrl.replace("http", "ws")}`,
    `img-src ${convexUrl}`,
    `media-src ${convexUrl}`,
    "require-trusted-types-for 'script'",
    // The name that Lit gives its templates' policy.
    "trusted-types lit-html",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const visitor = await browsing.visitor();
  await visitor.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
      seen.push(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  const page = await openPage(visitor, stack(), { body: plainTag(), policy });
  const analyzer = new Analyzer(page);
  await analyzer.choose(await sampleClip());
  await playUntil(await analyzer.player(), 0.2);
  await keepScreenshot(page, "page-2-strict-policy");
  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
});

interface Counts {
  listeners: number;
  objectUrls: number;
  sockets: number;
}

/** Counts what an element may leave behind: runs in the page, before its scripts. */
/* eslint-disable @typescript-eslint/unbound-method -- the page's own functions are wrapped, with their \`this\` */
function countLeftovers(): void {
  const counts: Counts = { listeners: 0, objectUrls: 0, sockets: 0 };
  Object.assign(window, { counts });
  const shared: EventTarget[] = [window, document];
  const known = new Map<string, Set<unknown>>();
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  const drop = (target: EventTarget | undefined, type: string, listener: unknown) => {
    const all = known.get(`${shared.indexOf(target ?? window)} ${type}`);
    if (all?.delete(listener)) counts.listeners -= 1;
  };
  EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, type, listener, options) {
    const target = this ?? window;
    if (listener && shared.includes(target)) {
      const key = `${shared.indexOf(target)} ${type}`;
      const all = known.get(key) ?? new Set();
      known.set(key, all);
      if (!all.has(listener)) counts.listeners += 1;
      all.add(listener);
      const signal = typeof options === "object" ? options.signal : undefined;
      if (signal) add.call(signal, "abort", () => drop(target, type, listener));
    }
    add.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (this: EventTarget | undefined, type, listener, options) {
    drop(this, type, listener);
    remove.call(this ?? window, type, listener, options);
  };
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (source) => {
    counts.objectUrls += 1;
    return createObjectURL(source);
  };
  URL.revokeObjectURL = (url) => {
    counts.objectUrls -= 1;
    revokeObjectURL(url);
  };
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      counts.sockets += 1;
      add.call(this, "close", () => (counts.sockets -= 1));
    }
  };
}
/* eslint-enable @typescript-eslint/unbound-method */

const countsOf = (page: Page) => page.evaluate(() => ({ ...(window as unknown as { counts: Counts }).counts }));

test("200 times in and out of the page, the finished player included, leaves nothing behind", async () => {
  const visitor = await browsing.visitor();
  await visitor.addInitScript(countLeftovers);
  const page = await openPage(visitor, stack(), { body: plainTag() });
  const analyzer = new Analyzer(page);
  await analyzer.choose(await sampleClip());
  await analyzer.player();
  const takeOut = () => page.locator("badminton-analyzer").evaluateAll((all) => all.forEach((one) => one.remove()));
  await takeOut();
  await expect.poll(async () => (await countsOf(page)).sockets).toBe(0);
  const before = await countsOf(page);

  const weak = await page.evaluateHandle(async (markup) => {
    const refs: WeakRef<Element>[] = [];
    for (let round = 0; round < 200; round++) {
      document.body.insertAdjacentHTML("beforeend", markup);
      const element = document.body.lastElementChild!;
      refs.push(new WeakRef(element));
      // Every tenth stays until the player is there.
      const settled = () => element.shadowRoot?.querySelector(round % 10 === 0 ? "ba-player" : "section");
      while (!settled()) await new Promise(requestAnimationFrame);
      element.remove();
    }
    return refs;
  }, plainTag());

  await expect.poll(() => countsOf(page), { timeout: 20_000 }).toEqual(before);
  const session = await visitor.newCDPSession(page);
  await expect
    .poll(
      async () => {
        await session.send("HeapProfiler.collectGarbage");
        return weak.evaluate((refs) => refs.filter((ref) => ref.deref()).length);
      },
      { timeout: 20_000 },
    )
    // The browser itself may hold on to the last one, as the page's recent focus or style target.
    .toBeLessThanOrEqual(1);
});
