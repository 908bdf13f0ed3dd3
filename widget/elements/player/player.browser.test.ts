import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { VideoView } from "../../../convex/contract/video.js";
import { saveLayers } from "../../controllers/playback-layers.js";
import { playerEn } from "../../i18n/en.player.js";
import { expectAccessible } from "../../testing/axe.js";
import { numberedClip, type NumberedClip } from "../../testing/numbered.js";
import { showPlayer, type ShownPlayer } from "../../testing/player.js";

const FRAME = 1 / 30;
const NO_LAYERS = { skeletons: false, boxes: false, labels: false, shuttle: false, trails: false, court: false };

let clip: NumberedClip;
let shown: ShownPlayer;

beforeEach(async () => {
  await page.viewport(900, 700);
  clip = await numberedClip("even");
});

afterEach(() => {
  shown.player.remove();
  localStorage.clear();
});

async function show(changes: Partial<VideoView> = {}): Promise<void> {
  shown = await showPlayer({ ...clip.video, ...changes });
}

const button = (label: string) => shown.control(`button[aria-label="${label}"]`);

const seekSlider = () => shown.control(`input[aria-label="${playerEn.player.seek}"]`);

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await userEvent.keyboard(key);
}

async function seekTo(seconds: number): Promise<void> {
  const sought = new Promise((resolve) => shown.media.addEventListener("seeked", resolve, { once: true }));
  shown.media.currentTime = seconds;
  await sought;
}

describe("accessibility", () => {
  test("nothing to find for axe: at first, sought, and with the menu open", async () => {
    await show();
    await expectAccessible(shown.player);
    await seekTo(2);
    button(playerEn.player.layers).click();
    await shown.player.updateComplete;
    await expectAccessible(shown.player);
  });

  test("the slider speaks the time in words", async () => {
    await show();
    await seekTo(3.5);
    await expect.poll(() => seekSlider().getAttribute("aria-valuetext")).toBe("3 seconds of 12 seconds");
  });
});

describe("controls", () => {
  test("the button plays and pauses, and says what it will do", async () => {
    await show();
    button(playerEn.player.play).click();
    await expect.poll(() => shown.media.paused).toBe(false);
    await expect.poll(() => button(playerEn.player.pause)).toBeDefined();
    button(playerEn.player.pause).click();
    await expect.poll(() => shown.media.paused).toBe(true);
  });

  test("the slider seeks, and the speed goes down to a tenth", async () => {
    await show();
    await userEvent.fill(seekSlider(), "7.25");
    expect(shown.media.currentTime).toBeCloseTo(7.25);
    await userEvent.selectOptions(shown.control("select"), "0.1");
    expect(shown.media.playbackRate).toBeCloseTo(0.1);
  });

  test("mute, and a volume of its own", async () => {
    await show();
    button(playerEn.player.unmute).click();
    await expect.poll(() => shown.media.muted).toBe(false);
    await userEvent.fill(shown.control(`input[aria-label="${playerEn.player.volume}"]`), "0.25");
    expect(shown.media.volume).toBeCloseTo(0.25);
  });

  test("what is ready to play is shown", async () => {
    await show();
    await seekTo(1);
    await expect.poll(() => shown.control('[part="buffered"]').offsetWidth).toBeGreaterThan(0);
  });
});

describe("keys", () => {
  const focusInside = () => button(playerEn.player.frameForward).focus();

  test("seek by 5 and 10 seconds, to tenths and to both ends", async () => {
    await show();
    focusInside();
    await press("{ArrowRight}");
    await expect.poll(() => shown.media.currentTime).toBeCloseTo(5);
    await press("{ArrowLeft}", "l");
    await expect.poll(() => shown.media.currentTime).toBeCloseTo(10);
    await press("j", "3");
    await expect.poll(() => shown.media.currentTime).toBeCloseTo(3.6);
    await press("{End}");
    await expect.poll(() => shown.media.currentTime).toBeCloseTo(12);
    await press("{Home}");
    await expect.poll(() => shown.media.currentTime).toBe(0);
  });

  test("arrows move by 5 seconds on the slider too", async () => {
    await show();
    seekSlider().focus();
    await press("{ArrowRight}");
    await expect.poll(() => shown.media.currentTime).toBeCloseTo(5);
  });

  test("K plays; the space bar is the focused button's own", async () => {
    await show();
    focusInside();
    await press("k");
    await expect.poll(() => shown.media.paused).toBe(false);
    await press(" ");
    await expect.poll(() => shown.media.paused).toBe(true);
    await expect.poll(() => shown.player.frameNumber).toBeDefined();
  });

  test("are the page's own while the focus is elsewhere", async () => {
    await show();
    const field = document.createElement("input");
    document.body.append(field);
    field.focus();
    await press("k", "5", "m");
    expect(field.value).toBe("k5m");
    expect(shown.media.paused).toBe(true);
    expect(shown.media.currentTime).toBe(0);
    field.remove();
  });
});

describe("frame steps", () => {
  test("go one frame at a time, also where frames are uneven and across segments", async () => {
    clip = await numberedClip("uneven");
    await show();
    const first = 56;
    await seekTo((clip.times[first]! + clip.times[first + 1]!) / 2);
    await expect.poll(() => shown.player.frameNumber).toBe(first);
    button(playerEn.player.frameForward).focus();
    for (let frame = first + 1; frame <= first + 8; frame++) {
      await press(".");
      await expect.poll(() => shown.player.frameNumber).toBe(frame);
    }
    for (let frame = first + 7; frame >= first; frame--) {
      await press(",");
      await expect.poll(() => shown.player.frameNumber).toBe(frame);
    }
  });

  test("count while the video is still on its way", async () => {
    await show();
    await seekTo(100.5 * FRAME);
    const forward = button(playerEn.player.frameForward);
    for (let count = 0; count < 5; count++) forward.click();
    await expect.poll(() => shown.player.frameNumber).toBe(105);
  });

  test("stop at the first and the last frame", async () => {
    await show();
    await seekTo(0.5 * FRAME);
    button(playerEn.player.frameBack).click();
    await expect.poll(() => shown.player.frameNumber).toBe(0);
    await seekTo(359.5 * FRAME);
    button(playerEn.player.frameForward).click();
    await expect.poll(() => shown.player.frameNumber).toBe(359);
  });
});

describe("overlay layers", () => {
  const isDrawn = () => !shown.canvas("layers").hidden;

  test("are switched in the menu, and remembered by the next player", async () => {
    await show();
    await seekTo(1);
    button(playerEn.player.layers).click();
    await expect.poll(() => shown.control('input[name="boxes"]:not(:checked)')).toBeDefined();
    shown.control("input[name=boxes]").click();
    await expect.poll(() => shown.overlay.layers.boxes).toBe(true);
    shown.player.remove();
    await show();
    expect(shown.overlay.layers.boxes).toBe(true);
  });

  test("all off leave the plain video, and ask for no frame data", async () => {
    saveLayers(NO_LAYERS);
    const fetched = vi.spyOn(globalThis, "fetch");
    await show();
    await seekTo(1);
    await seekTo(2);
    expect(shown.canvas("picture").hidden).toBe(true);
    expect(isDrawn()).toBe(false);
    expect(shown.player.frameNumber).toBeUndefined();
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  test("wait behind the poster until the video is played or sought", async () => {
    await show();
    expect(isDrawn()).toBe(false);
    await seekTo(1);
    await expect.poll(isDrawn).toBe(true);
  });

  test("are drawn again, sharp, when the player changes its size", async () => {
    await show();
    await seekTo(1);
    await expect.poll(isDrawn).toBe(true);
    shown.player.style.inlineSize = "320px";
    await expect.poll(() => shown.canvas("layers").width).toBe(Math.round(320 * devicePixelRatio));
    await expect.poll(() => shown.player.frameNumber).toBe(30);
  });

  test("a replaced video leaves nothing of the one before", async () => {
    await show();
    await seekTo(1);
    await expect.poll(isDrawn).toBe(true);
    const other = await numberedClip("uneven");
    shown.player.video = other.video;
    await expect.poll(isDrawn).toBe(false);
    await expect.poll(() => shown.media.readyState).toBeGreaterThanOrEqual(HTMLMediaElement.HAVE_CURRENT_DATA);
    await seekTo((other.times[70]! + other.times[71]!) / 2);
    await expect.poll(() => shown.player.frameNumber).toBe(70);
  });

  test("a player that is moved in the page goes on", async () => {
    await show();
    await seekTo(1);
    const place = document.createElement("div");
    document.body.append(place);
    place.append(shown.player);
    await seekTo(2.01);
    await expect.poll(() => shown.player.frameNumber).toBe(60);
    place.remove();
  });
});

describe("trouble", () => {
  const message = () => shown.control('[part="message"]').textContent.trim();

  test("frame data that cannot be had is said calmly, and had again when asked", async () => {
    const refused = vi
      .spyOn(globalThis, "fetch")
      .mockImplementation(() => Promise.resolve(new Response("", { status: 404 })));
    await show();
    await seekTo(0.5);
    await expect.poll(message).toContain(playerEn.player.overlayFailed);
    expect(shown.canvas("picture").hidden).toBe(false);
    refused.mockRestore();
    shown.control("[part=retry]").click();
    await expect.poll(() => shown.player.frameNumber).toBe(15);
    expect(() => message()).toThrow();
  });

  test("a video that cannot be played says so, and offers another try", async () => {
    await show();
    shown.player.video = { ...clip.video, renditionUrl: `${location.origin}/.cache/numbered/none.mp4` };
    await expect
      .poll(() => shown.player.shadowRoot?.querySelector('[part="message"]')?.textContent ?? "")
      .toContain(playerEn.player.videoFailed);
    expect(shown.control('[part="retry"]')).toBeDefined();
  });

  test("a video without players has no overlays to switch, and still steps", async () => {
    await show({ segments: [], results: { ...clip.video.results!, players: [], segments: [], notes: ["no_people"] } });
    await seekTo(1.01);
    expect(() => button(playerEn.player.layers)).toThrow();
    button(playerEn.player.frameForward).click();
    await expect.poll(() => Math.floor(shown.media.currentTime / FRAME)).toBe(31);
  });
});

test("the bar and its menu fit a page of 320 pixels", async () => {
  await page.viewport(320, 640);
  document.body.style.margin = "0";
  await show();
  button(playerEn.player.layers).click();
  await shown.player.updateComplete;
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
  const menu = shown.control("fieldset").getBoundingClientRect();
  expect(menu.left).toBeGreaterThanOrEqual(0);
  expect(menu.right).toBeLessThanOrEqual(320);
});
