import "../match/index.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { VideoView } from "../../../convex/contract/video.js";
import { looksOf } from "../../match/looks.js";
import { expectAccessible } from "../../testing/axe.js";
import { segment } from "../../testing/frame-data.js";
import { drivenPlayhead, measuredVideo, settled, type DrivenPlayhead } from "../../testing/match.js";
import { within } from "../../testing/player.js";
import type { BaPlayers } from "./players.js";

let element: BaPlayers;
let driven: DrivenPlayhead;
let asked: unknown[];

beforeEach(() => page.viewport(900, 900));
afterEach(() => element.remove());

async function show(changes: Partial<VideoView> = {}): Promise<void> {
  const video = measuredVideo({ names: [{ id: 2, name: "Ben" }], ...changes });
  driven = drivenPlayhead(segment([0]));
  asked = [];
  element = document.createElement("ba-players");
  Object.assign(element, {
    video,
    looks: looksOf(video.results?.players ?? [], video.names ?? [], (id) => `Player ${id}`),
    playhead: driven.playhead,
  });
  element.addEventListener("ba-names-request", ({ detail }) => asked.push(detail.names));
  document.body.append(element);
  await settled(element);
}

const cards = () => [...(element.shadowRoot?.querySelectorAll("ba-player-card") ?? [])];
const textOf = (card: Element) => card.shadowRoot?.textContent.replace(/\s+/g, " ") ?? "";

test("each player has a card with figures in the chosen units", async () => {
  await show();
  expect(cards()).toHaveLength(2);
  expect(textOf(cards()[0]!)).toContain("Distance run 412 m");
  element.units = "imperial";
  await settled(element);
  expect(textOf(cards()[0]!)).toContain("Distance run 1,353 ft");
});

test("the highest speed leads to its moment", async () => {
  await show();
  within(cards()[0]!, "[part=peak-button]").click();
  expect(driven.asked).toEqual([{ seconds: 8.4, reveal: true }]);
});

test("without figures, a card says what is known of the player", async () => {
  const { results } = measuredVideo();
  const players = results!.players.map(({ metrics: _metrics, ...player }) => player);
  await show({ results: { ...results!, players, metricsGap: "no_court" } });
  expect(textOf(cards()[0]!)).toContain("Same person throughout surely");
  expect(textOf(cards()[0]!)).not.toContain("Distance");
});

describe("a name", () => {
  const rename = (card: number) => within(cards()[card]!, "[part=rename-button]");
  const field = (card: number) => within(cards()[card]!, "input");

  async function edit(card: number, keys: string): Promise<void> {
    rename(card).click();
    await settled(element);
    await userEvent.keyboard(keys);
    await settled(element);
  }

  test("is typed in place and kept together with the others", async () => {
    await show();
    await edit(0, "Anna{Enter}");
    expect(asked).toEqual([
      [
        { id: 1, name: "Anna" },
        { id: 2, name: "Ben" },
      ],
    ]);
    expect(within(cards()[0]!, "ba-player-name").shadowRoot?.activeElement).toBe(rename(0));
  });

  test("stays as it was after Escape, and when nothing was changed", async () => {
    await show();
    await edit(1, "Somebody else{Escape}");
    await edit(1, "{Enter}");
    expect(asked).toEqual([]);
  });

  test("that is emptied gives way to the number", async () => {
    await show();
    await edit(1, "{Delete}{Enter}");
    expect(asked).toEqual([[]]);
  });

  test("is kept when the focus goes elsewhere, and has a greatest length", async () => {
    await show();
    rename(0).click();
    await settled(element);
    expect(field(0).maxLength).toBe(60);
    await userEvent.fill(field(0), "  Anna  ");
    field(0).blur();
    expect(asked).toEqual([
      [
        { id: 1, name: "Anna" },
        { id: 2, name: "Ben" },
      ],
    ]);
  });

  test("is the owner's to change", async () => {
    await show({ access: "viewer" });
    expect(() => rename(0)).toThrow();
  });
});

test("nothing to find for axe, also while a name is typed and joints are shown", async () => {
  await show();
  await expectAccessible(element);
  within(cards()[0]!, "summary").click();
  within(cards()[0]!, "[part=rename-button]").click();
  await settled(element);
  await expectAccessible(element);
});

test("it fits a narrow column on a page of 320 pixels", async () => {
  await page.viewport(320, 640);
  await show({ names: [{ id: 1, name: "Alexandra Katharina von Hohenstein-Wittgenstein" }] });
  element.style.inlineSize = "270px";
  await settled(element);
  for (const card of cards()) expect(card.scrollWidth).toBeLessThanOrEqual(270);
});
