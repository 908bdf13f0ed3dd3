import type { Calibration } from "../../convex/contract/edits.js";

export interface BaCalibrateDetail {
  readonly calibration: Calibration;
  /** A name under which the site keeps it for the next video of this camera. */
  readonly keepAs?: string;
}

/** The visitor has marked the court. */
export class BaCalibrateEvent extends CustomEvent<BaCalibrateDetail> {
  constructor(detail: BaCalibrateDetail) {
    super("ba-calibrate", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-calibrate": BaCalibrateEvent;
  }
}
