import type { Swap } from "../../convex/contract/edits.js";

export interface BaSwapRequestDetail {
  readonly swap: Swap;
  /** The swap is to be taken back. */
  readonly undo: boolean;
}

/** The visitor says that two players were mixed up from a moment on, or takes that back. */
export class BaSwapRequestEvent extends CustomEvent<BaSwapRequestDetail> {
  constructor(swap: Swap, undo = false) {
    super("ba-swap-request", { bubbles: true, composed: true, detail: { swap, undo } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-swap-request": BaSwapRequestEvent;
  }
}
