/** The visitor has read a notice. */
export class BaDismissRequestEvent extends Event {
  constructor() {
    super("ba-dismiss-request", { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-dismiss-request": BaDismissRequestEvent;
  }
}
