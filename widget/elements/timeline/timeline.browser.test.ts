import "./index.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Events } from "../../../convex/contract/events.js";
import { timelineEn as text } from "../../i18n/en.timeline.js";
import { looksOf } from "../../match/looks.js";
import { expectAccessible } from "../../testing/axe.js";
import { longMatch, madeUpMatch } from "../../testing/events.js";
import { segment } from "../../testing/frame-data.js";
import { drivenPlayhead, settled, type DrivenPlayhead } from "../../testing/match.js";
import { part } from "../../testing/mount.js";
import { within } from "../../testing/player.js";
import type { BaTimeline } from "./timeline.js";

/** Fifty pixels are a second of the made-up match. */
const WIDTH = 600;
const DURATION = 12;
const looks = looksOf([{ id: 1 }, { id: 2 }], [{ id: 1, name: "Anna" }], (id) => `Player ${id}`);

let timeline: BaTimeline;
let driven: DrivenPlayhead;

beforeEach(async () => {
  await page.viewport(900, 700);
});

afterEach(() => {
  timeline.remove();
  document.body.dir = "";
});

async function show(events: Events = madeUpMatch, duration = DURATION, width = WIDTH): Promise<void> {
  driven = drivenPlayhead(segment([0]));
  timeline = document.createElement("ba-timeline");
  Object.assign(timeline, { events, looks, duration, playhead: driven.playhead });
  timeline.style.inlineSize = `${width}px`;
  document.body.append(timeline);
  await settled(timeline);
  await expect.poll(() => canvas().width).toBe(Math.round(width * devicePixelRatio));
  driven.playhead.show(0);
}

const plot = () => part(timeline, "plot");
const canvas = () => within(timeline, "canvas");
const lastAsked = () => driven.asked.at(-1)?.seconds;
const playheadX = () =>
  part(timeline, "playhead").getBoundingClientRect().left + 1 - plot().getBoundingClientRect().left;
const shownRange = () => within(timeline, "[role=status]").textContent.trim();
const isWhole = () => shownRange() === "";

/** A pointer at a place in the plot; the drawing's lanes begin below the times. */
function pointer(type: string, x: number, y = 30, more: PointerEventInit = {}): void {
  const { left, top } = plot().getBoundingClientRect();
  const place = { clientX: left + x, clientY: top + y, pointerId: 1, bubbles: true, ...more };
  plot().dispatchEvent(new PointerEvent(type, place));
}

beforeEach(() => {
  // Pointers of tests are none that a browser could capture.
  vi.spyOn(Element.prototype, "setPointerCapture").mockReturnValue();
  return () => vi.restoreAllMocks();
});

/** Middle of the lane of this number, from the top: highlights, rallies, hits of each player. */
function laneY(lane: number): number {
  const size = parseFloat(getComputedStyle(within(timeline, ".lines")).fontSize);
  const heights = [1.6, 1.75, 1.35, 1.35, 1.35];
  const above = heights.slice(0, lane).reduce((sum, height) => sum + height + 0.35, 1.5);
  return size * (above + (heights[lane] ?? 0) / 2);
}

/** Colour of a canvas's pixel at a place in CSS pixels. */
function colorAt(x: number, y: number): readonly number[] {
  const [left, top] = [x, y].map((value) => Math.round(value * devicePixelRatio)) as [number, number];
  return [...canvas().getContext("2d")!.getImageData(left, top, 1, 1).data];
}

describe("the drawing", () => {
  test("has each rally, hit and highlight at its time, in its lane", async () => {
    await show();
    const empty = (lane: number) => colorAt(595, laneY(lane));
    // Rallies last from 0.8 to 3, 4 to 7 and 9 to 10.4 s; every other second has a line.
    for (const seconds of [0.4, 3.5, 8.3]) expect(colorAt(50 * seconds, laneY(1))).toEqual(empty(1));
    for (const seconds of [1, 6.6, 10.2]) expect(colorAt(50 * seconds, laneY(1))).not.toEqual(empty(1));
    // The second rally is the highlight; Anna hits at 0.8 s, the other at 1.6 s, somebody at 9.8 s.
    expect(colorAt(50 * 5.5, laneY(0))).not.toEqual(empty(0));
    for (const [seconds, lane] of [
      [0.8, 2],
      [1.6, 3],
    ] as const) {
      expect(colorAt(50 * seconds, laneY(lane))).not.toEqual(empty(lane));
      expect(colorAt(50 * seconds, laneY(5 - lane))).toEqual(empty(5 - lane));
    }
  });

  test("is not drawn anew while the video plays, however many hits there are", async () => {
    const events = longMatch(250);
    expect(events.hits.length).toBeGreaterThan(2900);
    await show(events, (events.rallies.at(-1)?.end ?? 0) + 10);
    const drawn = vi.spyOn(CanvasRenderingContext2D.prototype, "fillRect");
    for (let frame = 1; frame <= 100; frame++) driven.playhead.show(frame / 30);
    await settled(timeline);
    expect(drawn).not.toHaveBeenCalled();
    expect(plot().getAttribute("aria-valuenow")).toBe("3.3");
  });

  test("fits 280 pixels, and writing from right to left", async () => {
    await show(madeUpMatch, DURATION, 280);
    expect(timeline.scrollWidth).toBeLessThanOrEqual(280);
    timeline.remove();
    document.body.dir = "rtl";
    await show();
    driven.playhead.show(3);
    expect(playheadX()).toBeCloseTo(450, 0);
    pointer("pointerdown", 450);
    expect(lastAsked()).toBeCloseTo(3);
  });
});

describe("the playhead", () => {
  test("is where the video is, and what is there is said", async () => {
    await show();
    driven.playhead.show(5.7);
    expect(playheadX()).toBeCloseTo(285, 0);
    const said = "Rally 2 of 3, highlight, stroke 3: smash, Player 2";
    expect(part(timeline, "readout").textContent).toBe(said);
    expect(plot().getAttribute("aria-valuetext")).toBe(`5 seconds, ${said}`);
    driven.playhead.show(8);
    expect(part(timeline, "readout").textContent).toBe(text.between);
  });

  test("is dragged", async () => {
    await show();
    pointer("pointerdown", 400);
    expect(lastAsked()).toBeCloseTo(8);
    pointer("pointermove", 410);
    expect(lastAsked()).toBeCloseTo(8.2);
    pointer("pointermove", 700);
    expect(lastAsked()).toBeCloseTo(12);
    pointer("pointerup", 700);
    pointer("pointermove", 100);
    expect(lastAsked()).toBeCloseTo(12);
  });

  test("goes to the very hit that is clicked, and to the rally of a star", async () => {
    await show();
    pointer("pointerdown", 50 * 1.6 + 5, laneY(3));
    expect(lastAsked()).toBe(madeUpMatch.hits[1]!.time);
    pointer("pointerup", 50 * 1.6 + 5, laneY(3));
    pointer("pointerdown", 50 * 6, laneY(0));
    expect(lastAsked()).toBe(3);
  });

  test("is led by keys", async () => {
    await show();
    driven.playhead.show(5);
    plot().focus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}{PageDown}");
    expect(driven.asked.map(({ seconds }) => seconds)).toEqual([6, 7, 0]);
    await userEvent.keyboard("nh");
    expect(driven.commands.slice(-2)).toEqual([
      { type: "rally", direction: 1 },
      { type: "hit", direction: 1 },
    ]);
  });
});

describe("what is shown", () => {
  test("is zoomed around the playhead by keys and buttons, back to the whole", async () => {
    await show();
    driven.playhead.show(6);
    plot().focus();
    await userEvent.keyboard("+");
    await settled(timeline);
    expect(shownRange()).toBe(text.shown(2.25, 9.75));
    expect(playheadX()).toBeCloseTo(300, 0);
    const [out, , whole] = timeline.shadowRoot!.querySelectorAll<HTMLButtonElement>("[part=zoom-button]");
    out?.click();
    await settled(timeline);
    expect(isWhole()).toBe(true);
    expect(out?.disabled && whole?.disabled).toBe(true);
  });

  test("is zoomed by the wheel with Ctrl at the pointer, and moved by a wheel to the side", async () => {
    await show();
    const { left } = plot().getBoundingClientRect();
    const wheel = (init: WheelEventInit) =>
      plot().dispatchEvent(new WheelEvent("wheel", { clientX: left + 300, bubbles: true, cancelable: true, ...init }));
    expect(wheel({ ctrlKey: true, deltaY: -231 })).toBe(false);
    await settled(timeline);
    // Half as long, with what was in the middle still there.
    expect(shownRange()).toBe(text.shown(3, 9));
    wheel({ deltaX: 100 });
    await settled(timeline);
    expect(shownRange()).toBe(text.shown(4, 10));
    expect(wheel({ deltaY: 100 })).toBe(true);
  });

  test("is zoomed by two fingers, which move no playhead", async () => {
    await show();
    const finger = (type: string, pointerId: number, x: number, y = 30) =>
      pointer(type, x, y, { pointerId, pointerType: "touch" });
    finger("pointerdown", 1, 200);
    finger("pointerdown", 2, 400);
    finger("pointermove", 1, 100);
    await settled(timeline);
    finger("pointermove", 2, 500);
    await settled(timeline);
    expect(shownRange()).toBe(text.shown(3, 9));
    finger("pointerup", 2, 500);
    finger("pointermove", 1, 150);
    finger("pointerup", 1, 150);
    expect(driven.asked).toEqual([]);
    finger("pointerdown", 3, 300, 10);
    finger("pointerup", 3, 300, 10);
    expect(lastAsked()).toBeCloseTo(6);
  });

  test("follows the playhead, but not away from what the visitor looks at", async () => {
    const events = longMatch(20);
    await show(events, (events.rallies.at(-1)?.end ?? 0) + 10);
    plot().focus();
    await userEvent.keyboard("+++++");
    await settled(timeline);
    const before = shownRange();
    let seconds = 0;
    while (shownRange() === before) {
      driven.playhead.show((seconds += 0.5));
      await settled(timeline);
    }
    expect(part(timeline, "playhead").hidden).toBe(false);
    await userEvent.keyboard(
      "{Shift>}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{/Shift}",
    );
    await settled(timeline);
    const away = shownRange();
    driven.playhead.show(seconds + 0.1);
    await settled(timeline);
    expect(shownRange()).toBe(away);
    expect(part(timeline, "playhead").hidden).toBe(true);
    driven.playhead.show(seconds + 60);
    await settled(timeline);
    expect(part(timeline, "playhead").hidden).toBe(false);
  });

  test("is moved on the strip of the whole match", async () => {
    await show();
    plot().focus();
    await userEvent.keyboard("+++");
    await settled(timeline);
    const strip = part(timeline, "overview");
    const { left, top } = strip.getBoundingClientRect();
    strip.dispatchEvent(new PointerEvent("pointerdown", { clientX: left + 450, clientY: top + 9, bubbles: true }));
    await settled(timeline);
    // A quarter of the match, around 9 s.
    expect(shownRange()).toBe(text.shown(7.54, 10.46));
  });
});

test("axe finds nothing, whole and zoomed", async () => {
  await show();
  driven.playhead.show(5.7);
  await expectAccessible(timeline);
  plot().focus();
  await userEvent.keyboard("+");
  await settled(timeline);
  await expectAccessible(timeline);
});
