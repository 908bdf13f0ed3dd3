import "../match/index.js";
import "./index.js";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Edits } from "../../../convex/contract/edits.js";
import type { Events } from "../../../convex/contract/events.js";
import type { VideoView } from "../../../convex/contract/video.js";
import type { PlaybackCommand } from "../../controllers/playback-commands.js";
import { Playhead } from "../../controllers/playhead.js";
import type { BaCorrectionRequestDetail } from "../../events/correction-request.js";
import { playerEn } from "../../i18n/en.player.js";
import { ralliesEn as text } from "../../i18n/en.rallies.js";
import { looksOf } from "../../match/looks.js";
import { expectAccessible } from "../../testing/axe.js";
import { eventsUrl, longMatch, madeUpMatch } from "../../testing/events.js";
import { settled } from "../../testing/match.js";
import { part } from "../../testing/mount.js";
import { within } from "../../testing/player.js";
import { results, videoView } from "../../testing/videos.js";
import type { BaRallies } from "./rallies.js";

const NO_EDITS: Edits = { calibrations: [], swaps: [], hits: [], rallies: [] };
const names = [
  { id: 1, name: "Anna" },
  { id: 2, name: "Bea" },
];

let element: BaRallies;
/** What the player was asked for, and what the deployment. */
let commands: PlaybackCommand[];
let requests: BaCorrectionRequestDetail[];

interface Shown {
  readonly events?: Events | undefined;
  readonly video?: Partial<VideoView>;
}

async function show({ events = madeUpMatch, video = {} }: Shown = {}): Promise<void> {
  commands = [];
  requests = [];
  element = document.createElement("ba-rallies");
  const playhead = new Playhead();
  const perform = (command: PlaybackCommand) => {
    commands.push(command);
    if (command.type === "seek") playhead.show(command.seconds);
    if (command.type === "loop") playhead.play({ ...playhead.modes, loop: command.span });
  };
  playhead.attach({ source: undefined, perform, load: () => undefined, heed: () => undefined });
  Object.assign(element, {
    events,
    playhead,
    looks: looksOf(results.players, names, playerEn.player.name),
    video: videoView({
      status: "completed",
      results,
      edits: NO_EDITS,
      eventsUrl: await eventsUrl(madeUpMatch),
      ...video,
    }),
  });
  element.addEventListener("ba-correction-request", ({ detail }) => requests.push(detail));
  document.body.append(element);
  await settled(element);
}

afterEach(() => element.remove());

const list = () => within(element, "ba-rally-list");
const rows = () => [...list().shadowRoot!.querySelectorAll<HTMLButtonElement>(".row")];
const row = (index: number) => within(list(), `[data-index="${index}"]`);
const detail = () => within(element, "ba-rally-detail");
const words = (root: Element) => root.shadowRoot!.textContent.replace(/\s+/g, " ");

async function choose(index: number): Promise<void> {
  row(index).click();
  await settled(element);
}

async function press(target: Element, name: string): Promise<void> {
  part(target, name).click();
  await settled(element);
}

async function pick(field: HTMLSelectElement, value: string): Promise<void> {
  field.value = value;
  field.dispatchEvent(new Event("change"));
  await settled(element);
}

async function go(seconds: number): Promise<void> {
  element.playhead!.show(seconds);
  await settled(element);
}

const field = (form: Element, label: string) =>
  [...form.shadowRoot!.querySelectorAll("label")]
    .find((each) => each.textContent.includes(label))!
    .querySelector("select")!;

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

describe("its owner", () => {
  const [, rally] = madeUpMatch.rallies;
  const { start, end } = rally!;
  const form = () => within(detail(), "ba-rally-form");
  const hits = () => within(detail(), "ba-rally-hits");
  const steps = (within: Element) => [...within.shadowRoot!.querySelectorAll<HTMLButtonElement>(".moment button")];

  async function correct(): Promise<void> {
    await show();
    await choose(1);
    await press(detail(), "correct-button");
  }

  test("sets a rally's edges to what the video shows, or by frames", async () => {
    await correct();
    await press(detail(), "edit-button");
    await go(3.5);
    const [, , startHere, , endLater] = steps(form());
    startHere!.click();
    endLater!.click();
    await settled(element);
    await press(form(), "save-button");
    expect(requests).toEqual([
      { correction: { of: "rally", edit: { was: [start, end], is: [3.5, end + 1 / results.fps] } }, undo: false },
    ]);
    expect(commands.at(-1)).toMatchObject({ type: "seek", seconds: end + 1 / results.fps });
  });

  test("cannot turn a rally around, or have two at a time, and is told so", async () => {
    await correct();
    await press(detail(), "edit-button");
    const [, , startHere, , , endHere] = steps(form());
    await go(2);
    startHere!.click();
    await settled(element);
    expect(words(form())).toContain(text.correct.overlaps(0));
    expect(part(form(), "save-button")).toHaveProperty("disabled", true);
    await go(1);
    endHere!.click();
    await settled(element);
    expect(words(form())).toContain(text.correct.backwards);
  });

  test("says who won", async () => {
    await correct();
    await press(detail(), "edit-button");
    await pick(field(form(), text.correct.winner), "0");
    await press(form(), "save-button");
    expect(requests[0]?.correction.edit).toEqual({ was: [start, end], is: [start, end], winner: 0 });
  });

  test("goes on with a correction while results come", async () => {
    await correct();
    await press(detail(), "edit-button");
    await press(hits(), "correct-hit");
    await go(3.5);
    steps(form())[2]!.click();
    await pick(field(within(hits(), "ba-hit-form"), text.correct.stroke), "push");
    const [first, second, third] = madeUpMatch.rallies;
    element.events = { ...madeUpMatch, rallies: [first!, { ...second!, confidence: 0.5 }, third!] };
    element.video = { ...element.video!, update: undefined };
    await settled(element);
    await press(form(), "save-button");
    await press(within(hits(), "ba-hit-form"), "save-button");
    expect(requests.map(({ correction }) => correction.edit)).toEqual([
      { was: [start, end], is: [3.5, end] },
      { was: start, at: start, stroke: "push" },
    ]);
  });

  test("removes a rally, and adds one", async () => {
    await correct();
    await press(detail(), "remove-button");
    expect(requests[0]).toEqual({ correction: { of: "rally", edit: { was: [start, end] } }, undo: false });
    await go(7.5);
    await press(element, "add-button");
    await go(8.5);
    const adding = within(element, "ba-rally-form");
    steps(adding)[5]!.click();
    await settled(element);
    await press(adding, "save-button");
    expect(requests[1]).toEqual({ correction: { of: "rally", edit: { is: [7.5, 8.5] } }, undo: false });
  });

  test("corrects who hit and what, and leaves the rest to the machine", async () => {
    await correct();
    await press(hits(), "correct-hit");
    const hitForm = within(hits(), "ba-hit-form");
    await pick(field(hitForm, text.correct.stroke), "serve-short");
    await press(hitForm, "save-button");
    expect(requests).toEqual([
      { correction: { of: "hit", edit: { was: start, at: start, stroke: "serve-short" } }, undo: false },
    ]);
  });

  test("removes a hit, and adds one", async () => {
    await correct();
    await press(hits(), "remove-hit");
    expect(requests[0]).toEqual({ correction: { of: "hit", edit: { was: start } }, undo: false });
    await go(4.4);
    await press(detail(), "add-hit-button");
    const hitForm = within(detail(), "ba-hit-form");
    await pick(field(hitForm, text.correct.hitter), "2");
    await press(hitForm, "save-button");
    expect(requests[1]).toEqual({ correction: { of: "hit", edit: { at: 4.4, hitter: 2 } }, undo: false });
  });

  test("sees what the machine said beside what is said now, also in the list of corrections, and takes it back", async () => {
    const corrected: Events = {
      ...madeUpMatch,
      rallies: madeUpMatch.rallies.map((each, at) =>
        at === 1 ? { ...each, end: 6.5, edited: true, machine: { start, end, winner: 0 } } : each,
      ),
      hits: madeUpMatch.hits.map((each, at) =>
        at === 3 ? { ...each, stroke: "drop", edited: true, machine: { time: 4.1, hitter: 1, stroke: "clear" } } : each,
      ),
    };
    const hit = { was: 4.1, at: 4, stroke: "drop" } as const;
    const span = { was: [start, end] as [number, number], is: [start, 6.5] as [number, number] };
    const edits: Edits = { ...NO_EDITS, hits: [hit, { was: 6.9 }], rallies: [span] };
    await show({ events: corrected, video: { edits } });
    await choose(1);
    expect(row(1).textContent).toContain(text.edited);
    expect(words(detail())).toContain(text.rally.machineValue(start, end, "Anna"));
    expect(words(hits())).toContain(text.hits.machine(4.1, "Anna", "clear"));
    await press(detail(), "correct-button");
    await press(hits(), "undo-hit");
    await press(detail(), "undo-button");
    const corrections = within(element, "ba-corrections");
    expect(words(corrections)).toContain("No stroke at 0:06.9");
    const [, , removed] = corrections.shadowRoot!.querySelectorAll<HTMLButtonElement>("[part=undo]");
    removed!.click();
    expect(requests).toEqual([
      { correction: { of: "hit", edit: hit }, undo: true },
      { correction: { of: "rally", edit: span }, undo: true },
      { correction: { of: "hit", edit: { was: 6.9 } }, undo: true },
    ]);
  });

  test("is told while it is being computed, and what is not in the results yet", async () => {
    await show({ video: { update: "running", edits: { ...NO_EDITS, rallies: [{ was: [start, end] }] } } });
    expect(words(element)).toContain(text.correct.running);
    await choose(1);
    await press(detail(), "correct-button");
    expect(words(detail())).toContain(text.correct.waiting);
  });

  test("alone may correct: a viewer sees the same, without the controls", async () => {
    await show({ video: { access: "viewer", edits: undefined } });
    await choose(1);
    expect(rows()).toHaveLength(3);
    expect(() => part(detail(), "correct-button")).toThrow();
    expect(() => part(element, "add-button")).toThrow();
    expect(element.shadowRoot!.querySelector("ba-corrections")).toBeNull();
  });
});

test("nothing to find for axe, correcting included", async () => {
  await show({ video: { edits: { ...NO_EDITS, hits: [{ was: 4.8, at: 4.8, stroke: "drop" }] } } });
  await choose(1);
  await go(5);
  await press(detail(), "correct-button");
  await press(detail(), "edit-button");
  await press(within(detail(), "ba-rally-hits"), "correct-hit");
  within(within(element, "ba-corrections"), "summary").click();
  await settled(element);
  await expectAccessible(element);
});
