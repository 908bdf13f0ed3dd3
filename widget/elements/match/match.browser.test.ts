import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { videoError } from "../../../convex/contract/errors.js";
import { MAX_SWAPS } from "../../../convex/contract/limits.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { matchEn as text } from "../../i18n/en.match.js";
import { playersEn } from "../../i18n/en.players.js";
import { ralliesEn } from "../../i18n/en.rallies.js";
import { expectAccessible } from "../../testing/axe.js";
import { eventsUrl, madeUpMatch } from "../../testing/events.js";
import { courtDetection, settled } from "../../testing/match.js";
import { metrics } from "../../testing/metrics.js";
import { mount, part, type Mounted } from "../../testing/mount.js";
import { numberedClip, type NumberedClip } from "../../testing/numbered.js";
import { within } from "../../testing/player.js";
import type { BaMatch } from "./match.js";

const ID = "video-1";
/** The clip's grid of places, as in modal_app/testing/numbered_clip.py. */
const COLUMNS = 24;
const ROWS = 15;

let clip: NumberedClip;
let shown: Mounted;
let match: BaMatch;

beforeEach(async () => {
  await page.viewport(1200, 900);
  clip = await numberedClip("even");
});

afterEach(() => {
  shown.element.remove();
  localStorage.clear();
});

/** The clip's video with figures, a second player beside the one that is seen, and whatever is to be different. */
function video(changes: Partial<VideoView> = {}): VideoView {
  const results = clip.video.results!;
  const [first] = results.players;
  const players = [1, 2].map((id) => ({ ...first!, id, metrics: metrics() }));
  return { ...clip.video, videoId: ID, access: "owner", results: { ...results, players }, ...changes };
}

async function show(changes: Partial<VideoView> = {}): Promise<void> {
  shown = mount(({ element, service }) => {
    service.set(video(changes));
    element.videoId = ID;
    element.units = "metric";
  });
  match = await shown.inner("ba-match");
  await settled(match);
}

const media = () => within(shown.element, "video");
const plan = () => within(match, "ba-court-plan");

async function seekTo(seconds: number): Promise<void> {
  const sought = new Promise((resolve) => media().addEventListener("seeked", resolve, { once: true }));
  media().currentTime = seconds;
  await sought;
}

describe("the court from above", () => {
  test("shows the very frame that the player shows", async () => {
    await show();
    await expect.poll(() => media().readyState).toBeGreaterThanOrEqual(HTMLMediaElement.HAVE_CURRENT_DATA);
    await expect.poll(() => plan().getBoundingClientRect().width).toBeGreaterThan(200);
    for (const frame of [0, 57, 58, 59, 60, 123, 359, 200]) {
      await seekTo((clip.times[frame]! + clip.times[frame + 1]!) / 2);
      await expect.poll(() => within(shown.element, "ba-player").frameNumber).toBe(frame);
      expect(plan().places?.frameNumber).toBe(frame);
      const [place] = plan().places?.places ?? [];
      const column = Math.floor((place!.floor[0] / 6.1 + 0.5) * COLUMNS);
      const row = Math.floor((0.5 - place!.floor[1] / 13.4) * ROWS);
      expect(column + COLUMNS * row).toBe(frame);
    }
  });

  test("follows while the video plays, also when nothing is drawn over it", async () => {
    localStorage.setItem(
      "ba:1:layers",
      JSON.stringify({ skeletons: false, boxes: false, labels: false, shuttle: false, trails: false }),
    );
    await show();
    await expect.poll(() => media().readyState).toBeGreaterThanOrEqual(HTMLMediaElement.HAVE_CURRENT_DATA);
    media().muted = true;
    await media().play();
    await expect.poll(() => plan().places?.frameNumber ?? 0, { timeout: 5000 }).toBeGreaterThan(20);
    media().pause();
    await seekTo(4.05);
    await expect.poll(() => plan().places?.frameNumber).toBe(121);
  });

  test("stands beside the picture on a wide page, below it on a narrow one", async () => {
    await show();
    const sides = () => [within(match, "ba-court-map"), within(shown.element, "ba-player")] as const;
    const [map, player] = sides().map((element) => element.getBoundingClientRect());
    expect(map!.left).toBeGreaterThan(player!.right - 1);
    expect(plan().orientation).toBe("portrait");
    await page.viewport(400, 900);
    await expect.poll(() => plan().orientation).toBe("landscape");
    const [below, above] = sides().map((element) => element.getBoundingClientRect());
    expect(below!.top).toBeGreaterThanOrEqual(above!.bottom);
    // A chart that is already there follows a frame later.
    await expect.poll(() => document.documentElement.scrollWidth).toBeLessThanOrEqual(400);
  });
});

describe("the chart", () => {
  test("is loaded once it comes into sight, without moving what is around it", async () => {
    await page.viewport(1200, 500);
    await show();
    const players = () => within(match, "ba-players").getBoundingClientRect().top + scrollY;
    const before = players();
    expect(match.shadowRoot?.querySelector("ba-speed-chart")).toBeNull();
    within(match, ".speed").scrollIntoView();
    await expect.poll(() => match.shadowRoot?.querySelector("ba-speed-chart")).not.toBeNull();
    await settled(match);
    expect(Math.abs(players() - before)).toBeLessThan(3);
  });
});

describe("what happened in the match", () => {
  const timeline = () => within(match, "ba-timeline");
  const showEvents = async () => {
    const { hits, rallies, highlights } = madeUpMatch;
    const counts = { hits: hits.length, rallies: rallies.length, highlights: highlights.length };
    const events = { ...counts, playSeconds: 6.6, shuttleSeen: 0.9 };
    await show({ eventsUrl: await eventsUrl(madeUpMatch), results: { ...video().results!, events } });
    await expect.poll(() => match.shadowRoot?.querySelector("ba-timeline")).not.toBeNull();
    await settled(shown.element);
    await expect.poll(() => media().readyState).toBeGreaterThanOrEqual(HTMLMediaElement.HAVE_CURRENT_DATA);
  };

  test("is on a timeline below the picture, which leads the player and follows it", async () => {
    await showEvents();
    const box = (element: Element) => element.getBoundingClientRect();
    expect(box(timeline()).top).toBeGreaterThanOrEqual(box(within(shown.element, "ba-player")).bottom);
    part(timeline(), "plot").focus();
    // The first rally is shown from the beginning on, so the next is the second.
    await userEvent.keyboard("n");
    expect(media().currentTime).toBe(3);
    await userEvent.keyboard("h");
    expect(media().currentTime).toBeCloseTo(madeUpMatch.hits[3]!.time);
    await expect.poll(() => part(timeline(), "readout").textContent).toContain("Rally 2 of 3");
    expect(part(within(shown.element, "ba-rally-controls"), "rally").textContent).toBe("Rally 2 of 3");
  });

  test("is told anew after a correction, without anything being moved", async () => {
    await showEvents();
    await seekTo(5.7);
    await expect.poll(() => part(timeline(), "readout").textContent).toContain("smash");
    const hits = madeUpMatch.hits.map((hit) => (hit.stroke === "smash" ? { ...hit, stroke: "drop" as const } : hit));
    shown.service.change(ID, { eventsUrl: await eventsUrl({ ...madeUpMatch, hits }) });
    await expect.poll(() => part(timeline(), "readout").textContent).toContain("stroke 3: drop");
    expect(media().currentTime).toBeCloseTo(5.7);
  });
});

describe("names", () => {
  test("reach the overlay, the map and the figures", async () => {
    await show();
    shown.service.change(ID, { names: [{ id: 1, name: "Anna" }] });
    await settled(match);
    expect(within(shown.element, "ba-overlay").label(1)).toBe("Anna");
    expect(within(match, "ba-court-map").shadowRoot?.textContent).toContain("Anna");
    expect(within(match, "ba-players").shadowRoot?.querySelector("ba-player-card")?.look?.name).toBe("Anna");
  });
});

describe("players who were mixed up", () => {
  const swaps = () => within(match, "ba-swaps");

  test("are exchanged from the shown moment on, and that is taken back", async () => {
    await show();
    await seekTo(4.05);
    await expect.poll(() => swaps().shadowRoot?.textContent).toContain("Exchange from 0:04 on");
    part(swaps(), "swap-button").click();
    await expect.poll(() => shown.service.videos.get(ID)?.edits?.swaps).toHaveLength(1);
    const [swap] = shown.service.videos.get(ID)!.edits!.swaps;
    expect(swap).toMatchObject({ one: 1, other: 2 });
    // The presentation time of the frame that holds 4.05 s.
    expect(swap!.at).toBeCloseTo(clip.times[121]!, 3);
    await expect
      .poll(() => within(match, "ba-court-status").shadowRoot?.textContent)
      .toContain(playersEn.update.running);
    part(swaps(), "undo-button").click();
    await expect.poll(() => shown.service.videos.get(ID)?.edits?.swaps).toEqual([]);
  });

  test("are exchanged fifty times at most; then the button says why", async () => {
    await show();
    const exchange = (at: number) => ({ videoId: ID, ownerToken: "", swap: { at, one: 1, other: 2 } });
    for (let at = 0; at < MAX_SWAPS; at += 1) await shown.service.swapPlayers(exchange(at));
    await settled(match);
    const button = part(swaps(), "swap-button") as HTMLButtonElement;
    expect(button.disabled).toBe(true);
    expect(within(swaps(), "#full").textContent).toBe(videoError("swaps_full").message);
    await shown.service.undoSwap(exchange(3));
    await settled(match);
    expect(button.disabled).toBe(false);
    expect(swaps().shadowRoot?.querySelector("#full")).toBeNull();
  });

  test("are the owner's to exchange", async () => {
    await show({ access: "viewer" });
    expect(match.shadowRoot?.querySelector("ba-swaps")).toBeNull();
    expect(() => within(match, "[part=calibrate-button]")).toThrow();
  });
});

describe("figures that could not be computed again", () => {
  const status = () => within(match, "ba-court-status");
  const retry = () => status().shadowRoot?.querySelector<HTMLElement>("[part=retry-button]");

  test("are tried again when their owner asks, where that may help", async () => {
    await show({ update: videoError("worker_lost") });
    expect(status().shadowRoot?.textContent).toContain(videoError("worker_lost").message);
    expect(shown.service.processed).toEqual([]);
    retry()?.click();
    await expect.poll(() => shown.service.processed).toEqual([ID]);
    await settled(match);
    expect(status().shadowRoot?.textContent).toContain(playersEn.update.running);
    expect(retry()).toBeNull();
    shown.service.change(ID, { update: undefined });
    await settled(match);
    expect(status().shadowRoot?.textContent).not.toContain(playersEn.update.running);
  });

  test.each<[string, Partial<VideoView>]>([
    ["where it cannot help", { update: videoError("calibration_implausible") }],
    ["to those who only watch", { access: "viewer", update: videoError("worker_lost") }],
  ])("offer nothing %s", async (_, changes) => {
    await show(changes);
    expect(status().shadowRoot?.textContent).toContain(playersEn.update.failed);
    expect(retry()).toBeNull();
  });
});

describe("marking the court", () => {
  const dialog = () => within(match, "dialog");

  async function open(): Promise<void> {
    within(match, "[part=calibrate-button]").click();
    await expect.poll(() => dialog().querySelector("ba-calibrator")).not.toBeNull();
    await settled(match);
  }

  const save = () => part(within(match, "ba-calibrator"), "save-button").click();

  /** The clip as if a camera behind the court had taken it. */
  const taken = () => ({ results: { ...video().results!, courtDetection, videoWidth: 1280, videoHeight: 720 } });

  test("opens over the page, saves, and closes when the figures have come", async () => {
    await show(taken());
    await open();
    expect(dialog().open).toBe(true);
    save();
    await expect.poll(() => shown.service.videos.get(ID)?.update).toBe("running");
    expect(shown.service.videos.get(ID)?.edits?.calibrations).toHaveLength(1);
    expect(dialog().open).toBe(true);
    shown.service.change(ID, { update: undefined });
    await expect.poll(() => dialog().open).toBe(false);
  });

  test("stays open when the marks cannot be right, and says why", async () => {
    await show(taken());
    await open();
    save();
    await expect.poll(() => shown.service.videos.get(ID)?.update).toBe("running");
    shown.service.change(ID, { update: videoError("calibration_view") });
    await settled(match);
    expect(dialog().open).toBe(true);
    expect(within(match, "ba-calibrator").shadowRoot?.textContent).toContain(videoError("calibration_view").message);
  });

  test("where no court was found, is what the page asks an owner for", async () => {
    const results = clip.video.results!;
    const players = results.players.map(({ metrics: _metrics, ...player }) => player);
    await show({ results: { ...results, players, metricsGap: "court_unsure" } });
    const status = within(match, "ba-court-status").shadowRoot!.textContent;
    expect(status).toContain(playersEn.gaps.court_unsure);
    expect(status).toContain(playersEn.gapOwner);
    expect(match.shadowRoot?.querySelector("ba-court-map")).toBeNull();
    await open();
    expect(dialog().open).toBe(true);
  });
});

test("results that were computed again are shown without the video starting anew", async () => {
  await show();
  await seekTo(4.05);
  await expect.poll(() => plan().places?.frameNumber).toBe(121);
  const results = video().results!;
  const players = results.players.map((player) => ({ ...player, metrics: metrics({ distance: 1234 }) }));
  const segments = clip.video.segments!.map((link) => ({ ...link, url: `${link.url}?again` }));
  shown.service.change(ID, { results: { ...results, players }, segments, motionUrl: `${clip.video.motionUrl!}?again` });
  await settled(match);
  expect(media().currentTime).toBeCloseTo(4.05);
  await expect.poll(() => plan().places?.frameNumber).toBe(121);
  const [card] = within(match, "ba-players").shadowRoot!.querySelectorAll("ba-player-card");
  expect(card!.shadowRoot?.textContent).toContain("1,234 m");
});

describe("the rallies", () => {
  const rallies = () => within(match, "ba-rallies");
  const row = (index: number) => within(rallies(), `[data-index="${index}"]`);

  async function showRallies(changes: Partial<VideoView> = {}): Promise<void> {
    await show({ eventsUrl: await eventsUrl(madeUpMatch), ...changes });
    within(match, ".rallies").scrollIntoView();
    await expect.poll(() => match.shadowRoot?.querySelector("ba-rallies")).not.toBeNull();
    await expect.poll(() => rallies().shadowRoot?.querySelector("ba-rally-list")).not.toBeNull();
    await settled(match);
  }

  test("are played in the player", async () => {
    await showRallies();
    row(1).click();
    await expect.poll(() => media().paused).toBe(false);
    await expect.poll(() => row(1).getAttribute("aria-current"), { timeout: 5000 }).toBe("true");
    expect(media().currentTime).toBeGreaterThanOrEqual(3);
    media().pause();
  });

  test("that are corrected are asked of the deployment, and its new events are shown", async () => {
    await showRallies();
    row(1).click();
    await settled(match);
    media().pause();
    part(within(rallies(), "ba-rally-detail"), "correct-button").click();
    await settled(match);
    part(within(rallies(), "ba-rally-detail"), "remove-button").click();
    const edits = () => shown.service.videos.get(ID)?.edits?.rallies;
    const { start, end } = madeUpMatch.rallies[1]!;
    await expect.poll(edits).toEqual([{ was: [start, end] }]);
    await settled(match);
    expect(rallies().shadowRoot?.textContent).toContain(ralliesEn.correct.running);
    const [first, , third] = madeUpMatch.rallies;
    const left = { ...madeUpMatch, rallies: [first!, third!], highlights: [] };
    shown.service.change(ID, { update: undefined, eventsUrl: await eventsUrl(left) });
    await expect.poll(() => rallies().shadowRoot?.textContent).toContain(ralliesEn.shown(2, 2));
    part(within(rallies(), "ba-corrections"), "undo").click();
    await expect.poll(edits).toEqual([]);
  });

  test("are a viewer's to see only", async () => {
    await showRallies({ access: "viewer" });
    row(1).click();
    await settled(match);
    media().pause();
    expect(() => part(within(rallies(), "ba-rally-detail"), "correct-button")).toThrow();
  });
});

test("a link to a moment of the page leads the player there", async () => {
  await show();
  shown.element.t = "6,7.5";
  await expect.poll(() => media().currentTime).toBeCloseTo(6);
  expect(match.linked).toBe(false);
  shown.element.followHash = true;
  await settled(shown.element);
  expect(match.linked).toBe(true);
});

test("movements and events that cannot be had are said calmly, until they come", async () => {
  const gone = `${location.origin}/.cache/numbered/none.bin`;
  await show({ motionUrl: gone, eventsUrl: gone });
  const said = () =>
    [...(match.shadowRoot?.querySelectorAll("[part=notice]") ?? [])].map((notice) => notice.textContent);
  await expect
    .poll(said, { timeout: 20_000 })
    .toEqual([expect.stringContaining(text.failed), expect.stringContaining(text.eventsFailed)]);
  expect(within(shown.element, "ba-player")).toBeDefined();
  shown.service.change(ID, { motionUrl: clip.video.motionUrl, eventsUrl: await eventsUrl(madeUpMatch) });
  await expect.poll(said).toEqual([]);
});

test("nothing to find for axe in the whole", async () => {
  await show();
  await seekTo(4.05);
  within(match, ".speed").scrollIntoView();
  await expect.poll(() => match.shadowRoot?.querySelector("ba-speed-chart")).not.toBeNull();
  await settled(match);
  await expectAccessible(shown.element);
});
