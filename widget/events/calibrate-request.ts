/** The visitor wants to mark the court. */
export class BaCalibrateRequestEvent extends Event {
  constructor() {
    super("ba-calibrate-request", { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-calibrate-request": BaCalibrateRequestEvent;
  }
}
