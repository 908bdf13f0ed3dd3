import type { HitEdit, RallyEdit } from "../../convex/contract/edits.js";

/** Somebody's word on a hit or a rally. `instead` is the correction that it takes the place of: that of something added. */
export type Correction =
  | { readonly of: "hit"; readonly edit: HitEdit; readonly instead?: HitEdit }
  | { readonly of: "rally"; readonly edit: RallyEdit; readonly instead?: RallyEdit };

export interface BaCorrectionRequestDetail {
  readonly correction: Correction;
  /** The correction is to be taken back. */
  readonly undo: boolean;
}

/** The visitor corrects a hit or a rally, adds one, takes one away, or takes any of that back. */
export class BaCorrectionRequestEvent extends CustomEvent<BaCorrectionRequestDetail> {
  constructor(correction: Correction, undo = false) {
    super("ba-correction-request", { bubbles: true, composed: true, detail: { correction, undo } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-correction-request": BaCorrectionRequestEvent;
  }
}
