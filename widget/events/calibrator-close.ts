/** The visitor wants to leave the calibrator. */
export class BaCalibratorCloseEvent extends Event {
  constructor() {
    super("ba-calibrator-close", { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-calibrator-close": BaCalibratorCloseEvent;
  }
}
