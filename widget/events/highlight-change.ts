import type { HighlightReason } from "../../convex/contract/events.js";

export interface BaHighlightChangeDetail {
  readonly videoId: string;
  /** The rally's number in the match, from 1. */
  readonly rally: number;
  /** Its place in what is played, from 1, and how much there is. */
  readonly place: number;
  readonly count: number;
  /** Why it is worth watching; empty where only the page says so. */
  readonly reasons: readonly HighlightReason[];
}

/** Another of the chosen rallies is being shown. */
export class BaHighlightChangeEvent extends CustomEvent<BaHighlightChangeDetail> {
  constructor(detail: BaHighlightChangeDetail) {
    super("ba-highlight-change", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-highlight-change": BaHighlightChangeEvent;
  }
}
