import { afterEach, describe, expect, test, vi } from "vitest";
import type { Events } from "../../../convex/contract/events.js";
import { playerEn } from "../../i18n/en.player.js";
import { ralliesEn as text } from "../../i18n/en.rallies.js";
import { longMatch, madeUpMatch } from "../../testing/events.js";
import { settled } from "../../testing/match.js";
import { part } from "../../testing/mount.js";
import { within } from "../../testing/player.js";
import {
  choose,
  commands,
  detail,
  element,
  field,
  go,
  list,
  pick,
  press,
  row,
  rows,
  show,
  words,
} from "../../testing/rallies.js";
import { results } from "../../testing/videos.js";

afterEach(() => element.remove());

describe("the list", () => {
  test("tells of every rally what is known of it, and how surely", async () => {
    await show();
    expect(rows()).toHaveLength(3);
    expect(words(element)).toContain(text.total(3, 6.6));
    const second = row(1).textContent.replace(/\s+/g, " ");
    for (const said of ["0:04", "4 strokes", "1–1", "Bea served", "probably won by", "Fast smash", "220 km/h, Bea"])
      expect(second).toContain(said);
    const third = row(2).textContent;
    expect(third).toContain(text.noWinner);
    expect(third).toContain(text.endUnseen);
  });

  test("plays the rally that is chosen, with what is before and after it, and shows its strokes", async () => {
    await show();
    await choose(1);
    expect(commands).toEqual([{ type: "play-span", span: { start: 3, end: 8 } }]);
    expect(part(detail(), "title").textContent).toBe(text.rally.title(1));
    expect(within(detail(), "ba-rally-hits").hits).toHaveLength(4);
  });

  test("marks the rally that is under way", async () => {
    await show();
    const current = () => rows().findIndex((each) => each.getAttribute("aria-current") === "true");
    expect(current()).toBe(-1);
    await go(5);
    expect(current()).toBe(1);
    await go(8.2);
    expect(current()).toBe(-1);
  });

  test("is one stop of the Tab key, and the arrows move along it", async () => {
    await show();
    const stops = () => rows().filter((each) => each.tabIndex === 0);
    expect(stops()).toEqual([row(0)]);
    row(0).focus();
    const key = async (name: string) => {
      list().shadowRoot!.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
      await settled(element);
      return rows().indexOf(list().shadowRoot!.activeElement as HTMLButtonElement);
    };
    expect(await key("ArrowDown")).toBe(1);
    expect(await key("End")).toBe(2);
    expect(await key("ArrowDown")).toBe(2);
    expect(await key("ArrowUp")).toBe(1);
    expect(stops()).toEqual([row(1)]);
    expect(await key("Home")).toBe(0);
    expect(commands).toEqual([]);
  });

  test("of a long match is all there, and only what is in sight is laid out", async () => {
    await show({ events: longMatch(250) });
    expect(rows()).toHaveLength(250);
    expect(list().getBoundingClientRect().height).toBeLessThan(600);
    const isShown = (each: HTMLElement) =>
      each.querySelector(".main")!.checkVisibility({ contentVisibilityAuto: true });
    await expect.poll(() => isShown(row(0))).toBe(true);
    expect(isShown(row(200))).toBe(false);
  });
});

describe("the choice", () => {
  const filters = () => within(element, "ba-rally-filters");
  const listed = () => rows().map((each) => Number(each.dataset.index));

  test("leaves the rallies that fit it", async () => {
    await show();
    await pick(field(filters(), text.stroke), "smash");
    expect(listed()).toEqual([1]);
    expect(words(element)).toContain(text.shown(1, 3));
    await pick(field(filters(), text.server), "1");
    expect(listed()).toEqual([]);
    expect(words(element)).toContain(text.noneFits);
    within(element, ".count button").click();
    await settled(element);
    expect(listed()).toEqual([0, 1, 2]);
  });

  test("sorts them, and tells highlights", async () => {
    await show();
    await pick(field(filters(), text.order), "strokes");
    expect(listed()).toEqual([1, 0, 2]);
    within(filters(), "input").click();
    await settled(element);
    expect(listed()).toEqual([1]);
  });
});

describe("where there are no rallies", () => {
  const none: Events = { ...madeUpMatch, hits: [], rallies: [], highlights: [] };

  test.each(["no_shuttle", "several_shuttles", "no_rallies"] as const)("it says why: %s", async (note) => {
    await show({ events: none, video: { results: { ...results, notes: [note] } } });
    expect(words(element)).toContain(playerEn.summary.notes[note]);
    expect(element.shadowRoot!.querySelector("ba-rally-list")).toBeNull();
  });

  test("because the video is an old one, are loading, or none was made out, it says so", async () => {
    await show({ video: { eventsUrl: undefined } });
    element.events = undefined;
    await settled(element);
    expect(words(element)).toContain(text.older);
    element.video = { ...element.video!, eventsUrl: "https://deployment.test/events" };
    await settled(element);
    expect(words(element)).toContain(text.loading);
    element.failed = true;
    await settled(element);
    expect(words(element)).not.toContain(text.loading);
    element.events = none;
    await settled(element);
    expect(words(element)).toContain(text.none);
  });
});

describe("a rally", () => {
  test("is told with its confidence, and so are its strokes", async () => {
    await show();
    await choose(1);
    const facts = words(detail());
    for (const said of [
      "0:04.0 to 0:07.0",
      "1–1, Game 1",
      "Served by Bea",
      "80% sure",
      "landed in, 0.6 m from the line (± 0.1 m)",
      "95%",
    ])
      expect(facts).toContain(said);
    const hits = words(within(detail(), "ba-rally-hits"));
    for (const said of ["0:05.6", "probably smash", "84%", "187–252 km/h"]) expect(hits).toContain(said);
    element.units = "imperial";
    await settled(element);
    expect(words(within(detail(), "ba-rally-hits"))).toContain("116–157 mph");
  });

  test("says which of its strokes no shuttle supports, and whom nobody knows", async () => {
    await show();
    await choose(2);
    const hits = words(within(detail(), "ba-rally-hits"));
    expect(hits).toContain(text.hits.swing);
    expect(hits).toContain(text.hits.nobody);
  });

  test("leads to each of its strokes, and marks the one that is shown", async () => {
    await show();
    await choose(1);
    const hits = within(detail(), "ba-rally-hits");
    const [, clear] = hits.shadowRoot!.querySelectorAll<HTMLButtonElement>("[part=hit]");
    clear!.click();
    await settled(element);
    expect(commands.at(-1)).toMatchObject({ type: "seek", seconds: 4.8 });
    expect(clear!.getAttribute("aria-current")).toBe("true");
  });

  test("is played over and over, until that is ended", async () => {
    await show();
    await choose(1);
    await press(detail(), "loop-button");
    expect(commands.at(-1)).toEqual({ type: "loop", span: { start: 3, end: 8 } });
    expect(part(detail(), "loop-button").getAttribute("aria-pressed")).toBe("true");
    await press(detail(), "loop-button");
    expect(commands.at(-1)).toEqual({ type: "loop" });
    expect(part(detail(), "loop-button").getAttribute("aria-pressed")).toBe("false");
  });

  test("has a link where links lead to rallies; one that cannot be copied is shown", async () => {
    await show();
    await choose(1);
    expect(() => part(detail(), "link-button")).toThrow();
    element.linked = true;
    await settled(element);
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValueOnce().mockRejectedValueOnce(new Error());
    await press(detail(), "link-button");
    await expect.poll(() => words(detail())).toContain(text.rally.linked);
    expect(new URL(write.mock.calls[0]![0]).hash).toBe("#t=3,8");
    await press(detail(), "link-button");
    await expect.poll(() => words(detail())).toContain("#t=3,8");
    write.mockRestore();
  });

  test("stays chosen when the rallies before it are others", async () => {
    await show();
    await choose(1);
    const [, ...others] = madeUpMatch.rallies;
    element.events = { ...madeUpMatch, rallies: others, highlights: [] };
    await settled(element);
    expect(part(detail(), "title").textContent).toBe(text.rally.title(0));
    expect(within(detail(), "ba-rally-hits").hits).toHaveLength(4);
  });
});
