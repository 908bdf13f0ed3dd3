import { initialState } from "@lit/task";

/** Fetches and registers the player once there is something to play. */
export async function loadPlayer([needed]: readonly [boolean]): Promise<typeof initialState | true> {
  if (!needed) {
    return initialState;
  }
  await import("../elements/player/index.js");
  return true;
}
