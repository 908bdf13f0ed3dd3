import { afterEach, describe, expect, test } from "vitest";
import type { Edits } from "../../../convex/contract/edits.js";
import type { Events } from "../../../convex/contract/events.js";
import { ralliesEn as text } from "../../i18n/en.rallies.js";
import { expectAccessible } from "../../testing/axe.js";
import { madeUpMatch } from "../../testing/events.js";
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
  NO_EDITS,
  pick,
  press,
  requests,
  row,
  rows,
  show,
  words,
} from "../../testing/rallies.js";
import { results } from "../../testing/videos.js";

afterEach(() => element.remove());

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
