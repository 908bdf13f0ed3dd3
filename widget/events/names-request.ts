import type { PlayerName } from "../../convex/contract/edits.js";

export interface BaNamesRequestDetail {
  /** Every typed name of the video, as it is to be. */
  readonly names: readonly PlayerName[];
}

/** The visitor has named a player. */
export class BaNamesRequestEvent extends CustomEvent<BaNamesRequestDetail> {
  constructor(names: readonly PlayerName[]) {
    super("ba-names-request", { bubbles: true, composed: true, detail: { names } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-names-request": BaNamesRequestEvent;
  }
}
