import { initialState } from "@lit/task";
import type { Playhead } from "../controllers/playhead.js";

/** What was fetched for playing a match. */
export interface LoadedPlayer {
  /** Ties what stands around the player to it. */
  readonly playhead: Playhead;
  /** Whether what stands around it has come too; the player does without. */
  readonly match: boolean;
}

/** Fetches and registers the player, and what stands around it, once there is something to play. */
export async function loadPlayer([needed]: readonly [boolean]): Promise<typeof initialState | LoadedPlayer> {
  if (!needed) {
    return initialState;
  }
  const match = loadMatch();
  const { Playhead } = await import("../elements/player/index.js");
  return { playhead: new Playhead(), match: await match };
}

/** Says whether it came. */
export function loadMatch(): Promise<boolean> {
  return import("../elements/match/index.js").then(
    () => true,
    () => false,
  );
}
