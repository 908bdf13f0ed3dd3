import "../elements/rallies/index.js";
import type { Edits } from "../../convex/contract/edits.js";
import type { Events } from "../../convex/contract/events.js";
import type { VideoView } from "../../convex/contract/video.js";
import type { PlaybackCommand } from "../controllers/playback-commands.js";
import { Playhead } from "../controllers/playhead.js";
import type { BaRallies } from "../elements/rallies/rallies.js";
import type { BaCorrectionRequestDetail } from "../events/correction-request.js";
import { playerEn } from "../i18n/en.player.js";
import { looksOf } from "../match/looks.js";
import { eventsUrl, madeUpMatch } from "./events.js";
import { settled } from "./match.js";
import { part } from "./mount.js";
import { within } from "./player.js";
import { results, videoView } from "./videos.js";

export const NO_EDITS: Edits = { calibrations: [], swaps: [], hits: [], rallies: [] };

const names = [
  { id: 1, name: "Anna" },
  { id: 2, name: "Bea" },
];

/** The rallies that were shown last, what the player was asked for, and what the deployment. */
export let element: BaRallies;
export let commands: PlaybackCommand[];
export let requests: BaCorrectionRequestDetail[];

/** Shows the rallies of a match, to its owner unless the video says otherwise, under a playhead that obeys. */
export async function show({
  events = madeUpMatch,
  video = {},
}: { readonly events?: Events; readonly video?: Partial<VideoView> } = {}): Promise<void> {
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

/** Parts of what is shown. */
export const list = () => within(element, "ba-rally-list");
export const rows = () => Array.from(list().shadowRoot?.querySelectorAll<HTMLButtonElement>(".row") ?? []);
export const row = (index: number) => within(list(), `[data-index="${index}"]`);
export const detail = () => within(element, "ba-rally-detail");

/** What an element says, on one line. */
export const words = (root: Element) => (root.shadowRoot?.textContent ?? "").replace(/\s+/g, " ");

export async function choose(index: number): Promise<void> {
  row(index).click();
  await settled(element);
}

/** Clicks what is in an element under the name of a part. */
export async function press(target: Element, name: string): Promise<void> {
  part(target, name).click();
  await settled(element);
}

/** The video comes to a moment. */
export async function go(seconds: number): Promise<void> {
  element.playhead?.show(seconds);
  await settled(element);
}

/** The choice of this label in a form. */
export function field(form: Element, label: string): HTMLSelectElement {
  const labels = Array.from(form.shadowRoot?.querySelectorAll("label") ?? []);
  const found = labels.find((each) => each.textContent.includes(label))?.querySelector("select");
  if (!found) throw new Error(`There is no choice of ${label}`);
  return found;
}

export async function pick(choice: HTMLSelectElement, value: string): Promise<void> {
  choice.value = value;
  choice.dispatchEvent(new Event("change"));
  await settled(element);
}
