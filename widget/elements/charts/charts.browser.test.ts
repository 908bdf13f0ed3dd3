import "./index.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { chartsEn as text } from "../../i18n/en.charts.js";
import { looksOf } from "../../match/looks.js";
import { expectAccessible } from "../../testing/axe.js";
import { eventsOf, longMatch, madeUpMatch } from "../../testing/events.js";
import { segment } from "../../testing/frame-data.js";
import { drivenPlayhead, settled, type DrivenPlayhead } from "../../testing/match.js";
import { within } from "../../testing/player.js";
import type { BaCharts } from "./charts.js";

let charts: BaCharts;
let driven: DrivenPlayhead;

beforeEach(() => page.viewport(900, 900));
afterEach(() => charts.remove());

async function show(changes: Partial<BaCharts> = {}): Promise<void> {
  driven = drivenPlayhead(segment([0]));
  charts = document.createElement("ba-charts");
  const looks = looksOf([{ id: 1 }, { id: 2 }], [{ id: 1, name: "Anna" }], (id) => `Player ${id}`);
  Object.assign(charts, { events: madeUpMatch, looks, playhead: driven.playhead, ...changes });
  charts.style.inlineSize = "800px";
  document.body.append(charts);
  await settled(charts);
}

type Chart = "ba-stroke-mix" | "ba-rally-lengths" | "ba-stroke-speeds" | "ba-placement-map";
const chart = (name: Chart) => within(charts, name);
const words = (name: Chart) => chart(name).shadowRoot?.textContent.replace(/\s+/g, " ") ?? "";

/** The table of a chart, row by row. */
const table = (name: Chart): string[][] =>
  [...(chart(name).shadowRoot?.querySelectorAll("tbody tr") ?? [])].map((row) =>
    [...row.children].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()),
  );

/** Whether something is drawn in this colour on a chart's canvas, roughly. */
function isDrawn(name: Chart, [red, green, blue]: readonly [number, number, number]): boolean {
  const canvas = within(chart(name), "canvas");
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.length; at += 4)
    if (Math.hypot(data[at]! - red, data[at + 1]! - green, data[at + 2]! - blue) < 24 && data[at + 3]! > 200)
      return true;
  return false;
}

/** The players' colours on a light page: 62 % of the overlay's. */
const first = [0xe6 * 0.62, 0x9f * 0.62, 0] as const;
const second = [0x56 * 0.62, 0xb4 * 0.62, 0xe9 * 0.62] as const;

describe("the stroke mix", () => {
  test("has bars for both players, and says the same in a table", async () => {
    document.documentElement.style.colorScheme = "light";
    await show();
    await expect.poll(() => isDrawn("ba-stroke-mix", first)).toBe(true);
    expect(isDrawn("ba-stroke-mix", second)).toBe(true);
    expect(table("ba-stroke-mix")).toContainEqual(["smash", "0 (0%)", "1 (33%)"]);
    expect(table("ba-stroke-mix").at(-1)).toEqual([text.mix.total, "5", "3"]);
    expect(words("ba-stroke-mix")).toContain(text.mix.ofNobody(1));
    document.documentElement.style.colorScheme = "";
  });

  test("follows a correction at once", async () => {
    await show();
    const hits = madeUpMatch.hits.map((hit) => (hit.stroke === "smash" ? { ...hit, hitter: 1 } : hit));
    charts.events = { ...madeUpMatch, hits };
    await settled(charts);
    expect(table("ba-stroke-mix")).toContainEqual(["smash", "1 (16%)", "0 (0%)"]);
  });
});

test("the lengths of rallies can be told in strokes and in seconds", async () => {
  await show();
  expect(table("ba-rally-lengths")).toEqual([
    ["1", "0"],
    ["2", "0"],
    ["3", "1"],
    ["4", "1"],
  ]);
  expect(words("ba-rally-lengths")).toContain(text.lengths.cutOff(1));
  within(chart("ba-rally-lengths"), 'input[value="seconds"]').click();
  await settled(charts);
  expect(table("ba-rally-lengths").at(-1)).toEqual(["3–4", "1"]);
});

describe("the speeds of strokes", () => {
  test("are told with their intervals, in the chosen units", async () => {
    await show();
    expect(table("ba-stroke-speeds")).toContainEqual([
      "smash",
      "Player 2",
      "187–252 km/h 0:05",
      "187–252 km/h 0:05",
      "1 of 1",
    ]);
    charts.units = "imperial";
    await settled(charts);
    expect(words("ba-stroke-speeds")).toContain("116–157 mph");
  });

  test("lead to the hit", async () => {
    await show();
    within(chart("ba-stroke-speeds"), "summary").click();
    within(chart("ba-stroke-speeds"), ".moment").click();
    expect(driven.asked.at(-1)).toEqual({ seconds: expect.closeTo(0.8) as unknown, reveal: true });
  });
});

describe("the placement map", () => {
  const map = () => chart("ba-placement-map");
  const arrows = () => [...(map().shadowRoot?.querySelectorAll<SVGGElement>(".way") ?? [])];
  const notes = () => map().shadowRoot?.querySelector("[role=status]")?.textContent ?? "";
  const choose = async (list: string, value: string) => {
    await userEvent.selectOptions(within(map(), `[part=${list}]`), value);
    await settled(charts);
  };

  test("has an arrow for each known way, told apart by dashes as well as by colour", async () => {
    await show();
    await expect.poll(() => arrows().length).toBe(8);
    expect(notes()).toContain(text.map.unknown(1));
    const dashes = (player: number) =>
      map().shadowRoot?.querySelector(`.way.p${player} line`)?.getAttribute("stroke-dasharray");
    expect(dashes(1)).not.toBe(dashes(2));
    expect(map().shadowRoot?.querySelectorAll(".way .landed")).toHaveLength(2);
  });

  test("can be narrowed to a player, a stroke and a rally", async () => {
    await show();
    within(map(), 'input[value="2"]').click();
    await settled(charts);
    expect(arrows()).toHaveLength(3);
    expect(notes()).toContain(text.map.turned);
    await choose("rallies", "1");
    expect(arrows()).toHaveLength(2);
    await choose("strokes", "smash");
    expect(arrows()).toHaveLength(1);
    expect(table("ba-placement-map")).toEqual([
      ["0:05", "Player 2", "smash", "near half, rear centre", `far half, middle centre, ${text.map.met}`],
    ]);
    await choose("strokes", "lift");
    expect(notes()).toBe(text.map.none);
  });

  test("shows every rally again when a correction takes the chosen one away", async () => {
    await show();
    await choose("rallies", "2");
    expect(arrows()).toHaveLength(1);
    charts.events = { ...madeUpMatch, rallies: madeUpMatch.rallies.slice(0, 2) };
    await settled(charts);
    expect(arrows()).toHaveLength(8);
  });

  test("lies where there is room, and stands where there is not", async () => {
    await show();
    const shape = () => within(map(), "svg.court").getBoundingClientRect();
    await expect.poll(() => shape().width > shape().height).toBe(true);
    charts.style.inlineSize = "300px";
    await expect.poll(() => shape().width < shape().height).toBe(true);
  });
});

describe("what is not known", () => {
  test("no rallies at all", async () => {
    await show({ events: eventsOf([]) });
    expect(charts.shadowRoot?.textContent).toContain(text.none);
    expect(charts.shadowRoot?.querySelector("ba-stroke-mix")).toBeNull();
  });

  test("rallies without a court, and none that is whole", async () => {
    const cut = madeUpMatch.rallies.map((rally) => ({ ...rally, startUnseen: true }));
    const hits = madeUpMatch.hits.map((hit) => ({ ...hit, flight: { landed: false } }));
    await show({ events: { ...madeUpMatch, rallies: cut, hits } });
    expect(words("ba-placement-map")).toContain(text.map.noCourt);
    expect(words("ba-stroke-speeds")).toContain(text.speeds.none);
    expect(words("ba-rally-lengths")).toContain(text.lengths.noneWhole);
    expect(words("ba-rally-lengths")).toContain(text.lengths.cutOff(3));
  });
});

test("nothing to find for axe, with tables open, and in a long match", async () => {
  await show({ events: longMatch(12) });
  for (const name of ["ba-stroke-mix", "ba-rally-lengths", "ba-stroke-speeds", "ba-placement-map"] as const)
    within(chart(name), "summary").click();
  await settled(charts);
  await expectAccessible(charts);
});
