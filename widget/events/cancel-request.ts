/** The visitor wants to stop what is under way. */
export class BaCancelRequestEvent extends Event {
  constructor() {
    super("ba-cancel-request", { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-cancel-request": BaCancelRequestEvent;
  }
}
