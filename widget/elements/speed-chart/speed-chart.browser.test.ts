import "./index.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { looksOf } from "../../match/looks.js";
import { expectAccessible } from "../../testing/axe.js";
import { motionOf, segment } from "../../testing/frame-data.js";
import { drivenPlayhead, settled, type DrivenPlayhead } from "../../testing/match.js";
import { part } from "../../testing/mount.js";
import { within } from "../../testing/player.js";
import type { BaSpeedChart } from "./speed-chart.js";

const motion = motionOf({
  1: Array.from({ length: 60 }, (_, sample) => ({ x: 0, y: -3, speed: sample < 30 ? 1 : 5 })),
  2: Array.from({ length: 60 }, (_, sample) => (sample < 20 ? undefined : { x: 0, y: 3, speed: 2.5 })),
});

let chart: BaSpeedChart;
let driven: DrivenPlayhead;

beforeEach(() => page.viewport(900, 900));
afterEach(() => chart.remove());

async function show(changes: Partial<BaSpeedChart> = {}): Promise<void> {
  driven = drivenPlayhead(segment([0]));
  chart = document.createElement("ba-speed-chart");
  const looks = looksOf([{ id: 1 }, { id: 2 }], [{ id: 1, name: "Anna" }], (id) => `Player ${id}`);
  Object.assign(chart, { motion, looks, duration: 12, playhead: driven.playhead, ...changes });
  chart.style.inlineSize = "700px";
  document.body.append(chart);
  await settled(chart);
  await expect.poll(() => within(chart, "canvas").getBoundingClientRect().width).toBe(700);
}

const plot = () => part(chart, "plot");
const cursorX = () => new DOMMatrix(getComputedStyle(part(chart, "cursor")).transform).e;
const values = () => [...(chart.shadowRoot?.querySelectorAll(".value") ?? [])].map(({ textContent }) => textContent);

/** Whether something is drawn in this colour, roughly, between two shares of the width. */
function isDrawn(from: number, to: number, color: readonly [number, number, number]): boolean {
  const canvas = within(chart, "canvas");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d")!.getImageData(from * width, 0, (to - from) * width, height);
  for (let at = 0; at < data.length; at += 4) {
    const away = Math.hypot(data[at]! - color[0], data[at + 1]! - color[1], data[at + 2]! - color[2]);
    if (data[at + 3]! > 200 && away < 24) return true;
  }
  return false;
}

describe("lines", () => {
  /** Players' colours on a light page: 62 % of the overlay's. */
  const first = [0xe6, 0x9f, 0x00].map((value) => value * 0.62) as [number, number, number];
  const second = [0x56, 0xb4, 0xe9].map((value) => value * 0.62) as [number, number, number];

  test("are drawn for each player, and where nothing is known there is none", async () => {
    document.documentElement.style.colorScheme = "light";
    await show();
    await expect.poll(() => isDrawn(0.1, 0.3, first)).toBe(true);
    expect(isDrawn(0.1, 0.3, second)).toBe(false);
    expect(isDrawn(0.5, 0.9, second)).toBe(true);
    document.documentElement.style.colorScheme = "";
  });
});

describe("the cursor", () => {
  test("goes with the video, and tells the speeds at that moment", async () => {
    await show();
    driven.playhead.show(0);
    const start = cursorX();
    driven.playhead.show(6);
    const middle = cursorX();
    driven.playhead.show(12);
    expect(cursorX() - middle).toBeCloseTo(middle - start, 0);
    driven.playhead.show(2);
    expect(values()).toEqual(["3.6 km/h", "not known"]);
    driven.playhead.show(7);
    expect(values()).toEqual(["18.0 km/h", "9.0 km/h"]);
    expect(plot().getAttribute("aria-valuetext")).toBe("7 seconds, Anna 18.0 km/h, Player 2 9.0 km/h");
  });

  test("a click and a drag move the video", async () => {
    await show();
    driven.playhead.show(6);
    const middle = cursorX();
    await userEvent.click(plot(), { position: { x: Math.round(middle), y: 60 } });
    expect(driven.asked.at(-1)?.seconds).toBeCloseTo(6, 1);
    const { left, top } = plot().getBoundingClientRect();
    const at = (type: string, x: number) =>
      plot().dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: left + x, clientY: top + 50, button: 0 }));
    plot().setPointerCapture = () => undefined;
    at("pointerdown", middle);
    at("pointermove", middle + 100);
    const dragged = driven.asked.at(-1)!.seconds;
    expect(dragged).toBeGreaterThan(6.5);
    at("pointermove", 5000);
    expect(driven.asked.at(-1)?.seconds).toBe(12);
    at("pointerup", 0);
    const { length } = driven.asked;
    at("pointermove", 20);
    expect(driven.asked).toHaveLength(length);
  });

  test("so do keys", async () => {
    await show();
    driven.playhead.show(5);
    plot().focus();
    await userEvent.keyboard("{ArrowRight}{ArrowLeft}{ArrowLeft}{End}{Home}");
    expect(driven.asked.map(({ seconds }) => seconds)).toEqual([6, 5, 4, 12, 0]);
  });
});

test("other units change the scale and the words", async () => {
  await show({ units: "imperial" });
  driven.playhead.show(7);
  expect(values()[0]).toBe("11.2 mph");
});

test("the table says the same", async () => {
  await show();
  within(chart, "summary").click();
  await expect.poll(() => chart.shadowRoot?.querySelectorAll("tbody tr").length).toBe(12);
  const [row] = chart.shadowRoot!.querySelectorAll("tbody tr");
  expect([...row!.children].map((cell) => cell.textContent.trim())).toEqual([
    "0:00 to 0:01",
    "3.6 km/h, at most 3.6 km/h",
    "not known",
  ]);
});

test("a long match can be looked at by the minute, which goes with the video", async () => {
  const long = motionOf({ 1: Array.from({ length: 1500 }, () => ({ x: 0, y: -3, speed: 1 })) });
  await show({ motion: long, duration: 300 });
  within(chart, 'input[value="minute"]').click();
  await settled(chart);
  driven.playhead.show(130);
  await settled(chart);
  expect([plot().getAttribute("aria-valuemin"), plot().getAttribute("aria-valuemax")]).toEqual(["120", "180"]);
});

test("it follows its width, and a move in the page", async () => {
  await show();
  chart.style.inlineSize = "300px";
  await expect.poll(() => within(chart, "canvas").getBoundingClientRect().width).toBe(300);
  const place = document.createElement("div");
  document.body.append(place);
  place.append(chart);
  await settled(chart);
  driven.playhead.show(6);
  await expect.poll(cursorX).toBeLessThan(300);
  place.remove();
});

test("nothing to find for axe", async () => {
  await show();
  within(chart, "summary").click();
  await settled(chart);
  await expectAccessible(chart);
});
