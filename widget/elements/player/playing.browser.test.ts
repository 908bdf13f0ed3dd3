import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { Playhead } from "../../controllers/playhead.js";
import { playerEn } from "../../i18n/en.player.js";
import { expectAccessible } from "../../testing/axe.js";
import { eventsOf } from "../../testing/events.js";
import { numberedClip, type NumberedClip } from "../../testing/numbered.js";
import { part } from "../../testing/mount.js";
import { showPlayer, within, type ShownPlayer } from "../../testing/player.js";

/** Two rallies, shown from 0.5 to 3.1 s and from 7 to 10.4 s. */
const events = eventsOf([
  { start: 1.5, strokes: ["serve-short"] },
  { start: 8, strokes: ["serve-long", "clear"] },
]);

const text = playerEn.rallies;

let clip: NumberedClip;
let shown: ShownPlayer;
let playhead: Playhead;

beforeEach(async () => {
  await page.viewport(900, 700);
  clip = await numberedClip("even");
});

afterEach(() => {
  shown.player.remove();
  history.replaceState(null, "", location.pathname + location.search);
});

async function show(): Promise<void> {
  shown = await showPlayer(clip.video);
  playhead = new Playhead();
  shown.player.playhead = playhead;
  playhead.events = events;
  await shown.player.updateComplete;
  shown.control(`button[aria-label="${playerEn.player.frameForward}"]`).focus();
}

const time = () => shown.media.currentTime;

async function seekTo(seconds: number): Promise<void> {
  const sought = new Promise((resolve) => shown.media.addEventListener("seeked", resolve, { once: true }));
  playhead.seek(seconds);
  await sought;
}

describe("keys", () => {
  test("lead from rally to rally and from hit to hit", async () => {
    await show();
    await userEvent.keyboard("n");
    expect(time()).toBeCloseTo(0.5);
    await userEvent.keyboard("n");
    expect(time()).toBeCloseTo(7);
    await userEvent.keyboard("p");
    expect(time()).toBeCloseTo(0.5);
    await userEvent.keyboard("h");
    expect(time()).toBeCloseTo(1.5);
    await userEvent.keyboard("hh");
    expect(time()).toBeCloseTo(8.8);
    await userEvent.keyboard("g");
    expect(time()).toBeCloseTo(8);
  });
});

describe("buttons", () => {
  const bar = () => within(shown.player, "ba-rally-controls");
  const button = (label: string) => within(bar(), `button[aria-label="${label}"]`);

  test("lead through the match, and say where it is and how it is played", async () => {
    await show();
    expect(part(bar(), "rally").textContent).toBe("2 rallies");
    button(text.next).click();
    button(text.next).click();
    button(text.nextHit).click();
    await expect.poll(() => part(bar(), "rally").textContent).toBe("Rally 2 of 2");
    expect(time()).toBeCloseTo(8);
    for (const label of [text.only, text.loop, text.slow]) {
      expect(button(label).getAttribute("aria-pressed")).toBe("false");
      button(label).click();
      await expect.poll(() => button(label).getAttribute("aria-pressed")).toBe("true");
    }
    expect(playhead.modes).toMatchObject({ loop: { start: 7 }, slowHits: true });
    await expectAccessible(shown.player);
  });

  test("are there where rallies are known, and fit 320 pixels", async () => {
    await page.viewport(320, 640);
    document.body.style.margin = "0";
    await show();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
    playhead.events = { ...events, rallies: [], hits: [], highlights: [] };
    await expect
      .poll(() =>
        shown.player.shadowRoot?.querySelector("ba-player-controls")?.shadowRoot?.querySelector("ba-rally-controls"),
      )
      .toBeNull();
  });
});

describe("rallies only", () => {
  test("the time between them is not played, and after the last one playing pauses", async () => {
    await show();
    await userEvent.keyboard("r");
    playhead.perform({ type: "rate", rate: 2 });
    await seekTo(2.8);
    const frames: number[] = [];
    playhead.follow(() => frames.push(playhead.seconds ?? 0));
    playhead.perform({ type: "toggle" });
    await expect.poll(() => shown.media.paused, { timeout: 10_000 }).toBe(true);
    expect(time()).toBeGreaterThan(10.3);
    expect(time()).toBeLessThan(11);
    expect(frames.filter((seconds) => seconds > 3.4 && seconds < 6.9)).toEqual([]);
  });
});

describe("a rally over and over", () => {
  test("begins again at its end", async () => {
    await show();
    await seekTo(2.7);
    await userEvent.keyboard("o");
    playhead.perform({ type: "toggle" });
    await expect.poll(time, { timeout: 5000 }).toBeLessThan(1);
    expect(shown.media.paused).toBe(false);
    playhead.perform({ type: "toggle" });
  });
});

describe("slowly around hits", () => {
  test("the video slows down, while the choice of speed stays what it was", async () => {
    await show();
    await userEvent.keyboard("s");
    await seekTo(1.5);
    await expect.poll(() => shown.media.playbackRate).toBe(0.25);
    expect((shown.control("select") as HTMLSelectElement).value).toBe("1");
    await seekTo(5);
    await expect.poll(() => shown.media.playbackRate).toBe(1);
    playhead.perform({ type: "rate", rate: 2 });
    await seekTo(8);
    await expect.poll(() => shown.media.playbackRate).toBe(0.25);
    await seekTo(5);
    await expect.poll(() => shown.media.playbackRate).toBe(2);
  });
});

describe("a link to a moment", () => {
  test("is where the player begins, and ends with a pause", async () => {
    await show();
    shown.player.t = "8.6,9";
    await expect.poll(time).toBeCloseTo(8.6);
    expect(shown.media.paused).toBe(true);
    playhead.perform({ type: "toggle" });
    // The last frame that begins before the end is the last that is shown.
    await expect.poll(time).toBeGreaterThan(8.9);
    await expect.poll(() => shown.media.paused).toBe(true);
    expect(time()).toBeLessThan(9.3);
  });

  test("in the page's address is heeded where the page wants that, also while it is open", async () => {
    await show();
    location.hash = "#t=4,5";
    expect(shown.player.followHash).toBe(false);
    await shown.player.updateComplete;
    expect(time()).toBe(0);
    shown.player.followHash = true;
    await expect.poll(time).toBeCloseTo(4);
    location.hash = "#t=6.5";
    await expect.poll(time).toBeCloseTo(6.5);
  });
});
