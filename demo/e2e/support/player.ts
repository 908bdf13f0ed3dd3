import type { Locator } from "playwright-core";
import { until } from "./until.js";

/** Seeks to a moment and waits until the overlay says that it shows the frame that belongs there. */
export async function seekToFrame(player: Locator, frame: number, seconds: number): Promise<Locator> {
  const overlay = player.locator("ba-overlay");
  await player.locator("video").evaluate((video: HTMLVideoElement, to) => {
    video.currentTime = to;
  }, seconds);
  await until(`the overlay of frame ${frame}`, async () => {
    const shown = await overlay.evaluate((element: HTMLElement & { frameNumber?: number }) => element.frameNumber);
    return shown === frame;
  });
  return overlay.locator("canvas[part=layers]");
}

/** Switches one overlay layer by the menu, as a visitor does. */
export async function switchLayer(player: Locator, name: string, on: boolean): Promise<void> {
  const menu = player.locator("ba-layer-menu");
  await menu.getByRole("button", { name: "Overlays", exact: true }).click();
  await menu.getByRole("switch", { name, exact: true }).setChecked(on);
  await menu.getByRole("button", { name: "Overlays", exact: true }).click();
}

/** Plays until a moment has been reached, and pauses there, by the control bar. */
export async function playUntil(player: Locator, seconds: number): Promise<void> {
  const bar = player.locator("ba-player-controls");
  const video = player.locator("video");
  await bar.getByRole("button", { name: "Play", exact: true }).click();
  await until(`playing up to ${seconds} s`, () =>
    video.evaluate((element: HTMLVideoElement, wanted) => element.currentTime >= wanted, seconds),
  );
  await bar.getByRole("button", { name: "Pause", exact: true }).click();
}
