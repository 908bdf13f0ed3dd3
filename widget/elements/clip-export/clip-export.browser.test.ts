import "./index.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clipEn as text } from "../../i18n/en.clip.js";
import type { BaClipSaveDetail } from "../../events/clip-save.js";
import { expectAccessible } from "../../testing/axe.js";
import { settled } from "../../testing/match.js";
import { part } from "../../testing/mount.js";
import { numberedClip } from "../../testing/numbered.js";
import { within } from "../../testing/player.js";
import type { BaClipExport } from "./clip-export.js";

let element: BaClipExport;
/** Names of the files that were saved. */
let saved: string[];
let stop: AbortController;

beforeEach(() => {
  saved = [];
  stop = new AbortController();
  const keep = (event: Event) => {
    const link = event.composedPath()[0];
    if (!(link instanceof HTMLAnchorElement)) return;
    saved.push(link.download);
    event.preventDefault();
  };
  document.addEventListener("click", keep, { signal: stop.signal });
});
afterEach(() => {
  stop.abort();
  element.remove();
  vi.unstubAllGlobals();
});

async function show(changes: Partial<BaClipExport> = {}): Promise<void> {
  const { video } = await numberedClip("even");
  element = document.createElement("ba-clip-export");
  Object.assign(element, {
    video: { ...video, filename: "club final.mov" },
    start: 4.5,
    end: 5.25,
    rally: 3,
    ...changes,
  });
  document.body.append(element);
  await settled(element);
}

const told = () => element.shadowRoot?.querySelector("[role=status]")?.textContent.trim() ?? "";
/** What makes clips has to be served first. */
const PATIENT = { timeout: 20_000 };
const ready = () => expect.poll(told, PATIENT).toContain(text.ready);
const save = () => part(element, "save-button").click();

describe("a clip", () => {
  test("is made of the rally and what is around it, saved under a name that tells it, and told to the page", async () => {
    await show();
    const heard = new Promise<BaClipSaveDetail>((resolve) =>
      document.body.addEventListener("ba-clip-save", ({ detail }) => resolve(detail), { once: true }),
    );
    save();
    await ready();
    expect(saved).toEqual(["club final - rally 3.mp4"]);
    const { file, ...detail } = await heard;
    expect(detail).toMatchObject({ videoId: "even", filename: "club final - rally 3.mp4", start: 3.5, end: 6.25 });
    expect([file.type, file.size > 1000]).toEqual(["video/mp4", true]);
    expect(told()).toContain(text.early(0.5));
    part(element, "download").click();
    expect(saved).toHaveLength(2);
    await expectAccessible(element);
  });

  test("with the drawings in it begins exactly", async () => {
    await show();
    await expect.poll(() => element.shadowRoot?.querySelector("input")).not.toBeNull();
    within(element, "input").click();
    save();
    await ready();
    expect(told()).toBe(text.ready);
  });

  test("cannot have drawings where there is no encoder, and none are offered", async () => {
    vi.stubGlobal("VideoEncoder", { isConfigSupported: () => Promise.resolve({ supported: false }) });
    await show();
    save();
    await ready();
    expect(element.shadowRoot?.querySelector("input")).toBeNull();
  });
});

test("making it can be cancelled, and keeps the keyboard's place", async () => {
  await show();
  part(element, "save-button").focus();
  save();
  await element.updateComplete;
  const cancel = part(element, "cancel-button");
  expect(element.shadowRoot?.activeElement).toBe(cancel);
  expect(part(element, "bar").getAttribute("aria-label")).toBe(text.making("rally 3"));
  await expectAccessible(element);
  cancel.click();
  await element.updateComplete;
  expect(element.shadowRoot?.activeElement).toBe(part(element, "save-button"));
  expect([told(), saved]).toEqual(["", []]);
});

test("what goes wrong is said, and can be tried again", async () => {
  const { video } = await numberedClip("even");
  await show({ video: { ...video, renditionUrl: `${location.origin}/.cache/numbered/even.json` } });
  save();
  await expect.poll(told, PATIENT).toBe(text.problems.unreadable);
  await expectAccessible(element);
  element.video = video;
  await settled(element);
  expect(told()).toBe("");
  save();
  await ready();
});

test("another rally begins anew", async () => {
  await show();
  save();
  await ready();
  element.start = 7;
  element.end = 8;
  await settled(element);
  expect(told()).toBe("");
});
