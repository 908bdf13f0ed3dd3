import "../elements/player/index.js";
import { vi } from "vitest";
import type { VideoView } from "../../convex/contract/video.js";
import type { BaOverlay } from "../elements/overlay/overlay.js";
import type { BaPlayer } from "../elements/player/player.js";

/** A player in the page, and what is inside it. */
export interface ShownPlayer {
  readonly player: BaPlayer;
  readonly media: HTMLVideoElement;
  readonly overlay: BaOverlay;
  readonly canvas: (name: "picture" | "layers") => HTMLCanvasElement;
  /** The one control of this name in the player's bar, menus included. */
  readonly control: (selector: string) => HTMLElement;
}

/** Places a player and waits for the first frame of its video. */
export async function showPlayer(video: VideoView): Promise<ShownPlayer> {
  const player = document.createElement("ba-player");
  player.video = video;
  document.body.append(player);
  await player.updateComplete;
  const media = within(player, "video");
  const overlay = within(player, "ba-overlay");
  const canvases = { picture: canvas(overlay, "picture"), layers: canvas(overlay, "layers") };
  media.muted = true;
  await vi.waitFor(() => {
    if (media.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) throw new Error("The video has no frame yet");
  }, 10_000);
  return {
    player,
    media,
    overlay,
    canvas: (name) => canvases[name],
    control: (selector) => within(player, selector),
  };
}

function canvas(overlay: BaOverlay, name: string): HTMLCanvasElement {
  const found = within(overlay, `canvas.${name}`);
  if (!(found instanceof HTMLCanvasElement)) throw new Error(`${name} is no canvas`);
  return found;
}

/** The first element in the shadow trees below `host` that matches. */
export function within<Tag extends keyof HTMLElementTagNameMap>(host: Element, tag: Tag): HTMLElementTagNameMap[Tag];
export function within(host: Element, selector: string): HTMLElement;
export function within(host: Element, selector: string): HTMLElement {
  const found = search(host, selector);
  if (!found) throw new Error(`There is no ${selector}`);
  return found;
}

function search(host: Element, selector: string): HTMLElement | undefined {
  const root = host.shadowRoot;
  if (!root) return undefined;
  const here = root.querySelector<HTMLElement>(selector);
  if (here) return here;
  for (const element of root.querySelectorAll("*")) {
    const deeper = search(element, selector);
    if (deeper) return deeper;
  }
  return undefined;
}
