import { initialState } from "@lit/task";
import type { Playhead } from "../controllers/playhead.js";
import type * as FinishedView from "./finished-view.js";

/** What was fetched for playing a match. */
export interface LoadedPlayer {
  /** Ties what stands around the player to it. */
  readonly playhead: Playhead;
  /** Whether what stands around it has come too; the player does without. */
  readonly around: boolean;
  /** How they are shown. */
  readonly view: typeof FinishedView;
}

/** What may stand around a player: all there is to know of a match, or a list of chosen rallies. */
export type Around = "match" | "highlights";

/** Fetches and registers the player, and what stands around it, once there is something to play. */
export async function loadPlayer([needed, name]: readonly [boolean, Around]): Promise<
  typeof initialState | LoadedPlayer
> {
  if (!needed) {
    return initialState;
  }
  const around = loadAround(name);
  const [{ Playhead }, view] = await Promise.all([import("../elements/player/index.js"), import("./finished-view.js")]);
  return { playhead: new Playhead(), around: await around, view };
}

/** Says whether it came. */
export function loadAround(name: Around): Promise<boolean> {
  const loading = name === "match" ? import("../elements/match/index.js") : import("../elements/highlights/index.js");
  return loading.then(
    () => true,
    () => false,
  );
}
