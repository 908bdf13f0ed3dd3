import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import type { Events } from "../../../convex/contract/events.js";
import type { VideoView } from "../../../convex/contract/video.js";
import type { BadmintonAnalyzer } from "../../badminton-analyzer/badminton-analyzer.js";
import { BaDeleteRequestEvent } from "../../events/delete-request.js";
import { BaNamesRequestEvent } from "../../events/names-request.js";
import type { BaHighlightChangeDetail } from "../../events/highlight-change.js";
import { en } from "../../i18n/en.js";
import { highlightsEn as text } from "../../i18n/en.highlights.js";
import { expectAccessible } from "../../testing/axe.js";
import { eventsOf, eventsUrl } from "../../testing/events.js";
import { settled } from "../../testing/match.js";
import { mount, part, type Mounted } from "../../testing/mount.js";
import { numberedClip } from "../../testing/numbered.js";
import { within } from "../../testing/player.js";

/** Three rallies of a stroke each, the first and the last worth watching: shown are seconds 1 to 3.6, 4.5 to 7.1 and 8.5 to 11.1. */
const match = eventsOf(
  [
    { start: 2, strokes: ["smash"], changes: { score: [1, 0] } },
    { start: 5.5, strokes: ["serve-short"] },
    { start: 9.5, strokes: ["drive"] },
  ],
  {
    highlights: [
      {
        rally: 2,
        reasons: [
          { kind: "longest", value: 34 },
          { kind: "net_exchange", value: 6 },
        ],
      },
      { rally: 0, reasons: [{ kind: "fastest_smash", value: 80, player: 1 }] },
    ],
  },
);
const spans = [
  [1, 3.6],
  [8.5, 11.1],
] as const;

let shown: Mounted;
let changes: BaHighlightChangeDetail[];
let listening: AbortController;

beforeEach(async () => {
  await page.viewport(1000, 900);
  document.documentElement.lang = "en";
  document.title = "A tournament's page";
  changes = [];
  listening = new AbortController();
  document.addEventListener("ba-highlight-change", ({ detail }) => changes.push(detail), { signal: listening.signal });
});
afterEach(() => {
  listening.abort();
  document.body.replaceChildren();
  localStorage.clear();
});

async function show(
  settings: Partial<BadmintonAnalyzer> = {},
  video: Partial<VideoView> = {},
  events: Events = match,
): Promise<void> {
  const clip = await numberedClip("even");
  const url = await eventsUrl(events);
  shown = mount(({ element, service }) => {
    // As the deployment would tell its owner.
    service.set({
      ...clip.video,
      access: "owner",
      shareToken: "s".repeat(43),
      edits: { calibrations: [], swaps: [], hits: [], rallies: [] },
      names: [{ id: 1, name: "Anna" }],
      eventsUrl: url,
      ...video,
    });
    Object.assign(element, { mode: "highlights", videoId: clip.video.videoId, units: "metric", ...settings });
  });
  await shown.inner("ba-highlights");
  within(shown.element, "video").muted = true;
}

const highlights = () => within(shown.element, "ba-highlights");
const media = () => within(shown.element, "video");
const items = () => [...(highlights().shadowRoot?.querySelectorAll<HTMLElement>("[part=item]") ?? [])];
const words = (element: Element) => element.textContent.replace(/\s+/g, " ").trim();
const message = () => highlights().shadowRoot?.querySelector("[part=message]")?.textContent.trim();
const listed = () => expect.poll(() => items().length, { timeout: 10_000 }).toBeGreaterThan(0);
const at = () => items().findIndex((item) => item.ariaCurrent === "true");

describe("what is worth watching", () => {
  test("is listed in order of time, with the reasons", async () => {
    await show();
    await listed();
    expect(items().map(words)).toEqual([
      expect.stringMatching(/^1 Fast smash: ~288 km\/h, Anna 0.6 s Rally 1 · 1 stroke · score 1–0$/) as unknown,
      "2 Long rally: 34 strokes 0.6 s Rally 3 · 1 stroke · Net exchange: 6 strokes at the net",
    ]);
    expect(words(highlights().shadowRoot!.querySelector(".place")!)).toBe("2 rallies");
  });

  test("is played one after the other, nothing between, and stops at the end", async () => {
    await show();
    await listed();
    const player = within(shown.element, "ba-player");
    const frames = new Set<number>();
    const done = () => media().paused && media().currentTime > 11;
    media().playbackRate = 2;
    within(shown.element, "[part=start]").click();
    await vi.waitFor(
      () => {
        if (player.frameNumber !== undefined) frames.add(player.frameNumber);
        if (!done()) throw new Error("still playing");
      },
      { timeout: 15_000, interval: 15 },
    );
    // A frame is on the screen before anybody can tell that it is beyond the end.
    const late = 4;
    const outside = [...frames].filter(
      (frame) => !spans.some(([start, end]) => frame >= 30 * start - 1 && frame <= 30 * end + late),
    );
    expect([outside, frames.size > 20]).toEqual([[], true]);
    expect(changes.map(({ rally, place, count }) => [rally, place, count])).toEqual([
      [1, 1, 2],
      [3, 2, 2],
    ]);
  });

  test("can be gone through by buttons", async () => {
    await show();
    await listed();
    expect(highlights().shadowRoot?.querySelector("[part=previous-button]")).toBeNull();
    part(highlights(), "next-button").click();
    await expect.poll(at).toBe(0);
    expect(media().paused).toBe(false);
    media().pause();
    part(highlights(), "next-button").click();
    await expect.poll(at).toBe(1);
    expect(media().currentTime).toBeGreaterThanOrEqual(8.5);
    expect(words(part(highlights(), "reason"))).toBe("2 of 2 Long rally: 34 strokes");
    expect((part(highlights(), "next-button") as HTMLButtonElement).disabled).toBe(true);
    part(highlights(), "previous-button").click();
    await expect.poll(at).toBe(0);
    items()[1]!.click();
    await expect.poll(at).toBe(1);
    media().pause();
  });

  test("may be said by the page", async () => {
    await show({ rallies: "3 2 17" });
    await listed();
    expect(items().map(words)).toEqual(["1 Rally 2 0.6 s 1 stroke", expect.stringContaining("Long rally") as unknown]);
    shown.element.rallies = "1";
    await expect.poll(() => items().length).toBe(1);
  });
});

describe("whoever watches", () => {
  test("can change nothing, not even as the owner", async () => {
    await show();
    await listed();
    const root = shown.element.shadowRoot!;
    expect(root.querySelector("ba-actions, ba-match, ba-uploader, ba-summary")).toBeNull();
    expect(shown.service.queries.every(({ ownerToken }) => ownerToken === undefined)).toBe(true);
    highlights().dispatchEvent(new BaDeleteRequestEvent());
    highlights().dispatchEvent(new BaNamesRequestEvent([{ id: 1, name: "Somebody" }]));
    await settled(shown.element);
    expect(shown.service.videos.get("even")?.names).toEqual([{ id: 1, name: "Anna" }]);
    expect(shown.element.analyze(new File(["x"], "x.mp4"))).toBe(false);
  });

  test("asks with the token that the page has", async () => {
    await show({ shareToken: "shared" });
    expect(shown.service.queries).toEqual([{ videoId: "even", shareToken: "shared" }]);
  });
});

describe("what there is not", () => {
  test.each<[string, Partial<BadmintonAnalyzer>, Partial<VideoView>, Events, string]>([
    ["no rally that stands out", {}, {}, { ...match, highlights: [] }, text.none],
    ["none of the rallies that the page names", { rallies: "17" }, {}, match, text.noneChosen],
    ["no rallies", {}, {}, eventsOf([]), text.noRallies],
    ["no events", {}, { eventsUrl: undefined }, match, text.older],
  ])("%s is said, and the match can be watched", async (_, settings, video, events, said) => {
    await show(settings, video, events);
    await expect.poll(message).toBe(said);
    expect(items()).toEqual([]);
    expect(within(shown.element, "ba-player")).toBeDefined();
    await expectAccessible(shown.element);
  });

  test.each([
    ["a video that is gone, or private", { videoId: "gone" }, en.errors.not_found],
    ["a page that names no video", { videoId: "" }, en.errors.no_video],
  ])("%s", async (_, settings, said) => {
    shown = mount(({ element }) => Object.assign(element, { mode: "highlights", ...settings }));
    const panel = await shown.inner("ba-error-panel");
    await expect.poll(() => panel.shadowRoot?.textContent).toContain(said);
    expect(panel.shadowRoot?.querySelector("button")).toBeNull();
  });
});

test.each([288, 736, 1400])("fits into %d pixels, and axe has nothing to say", async (width) => {
  await page.viewport(width + 40, 900);
  await show({ rallies: "1 2 3" });
  shown.element.style.inlineSize = `${width}px`;
  await listed();
  await settled(shown.element);
  expect(shown.element.scrollWidth).toBeLessThanOrEqual(width);
  expect(highlights().scrollWidth).toBeLessThanOrEqual(highlights().clientWidth);
  await expectAccessible(shown.element);
});
