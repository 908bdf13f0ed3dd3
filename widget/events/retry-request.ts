/** The visitor wants to try again. */
export class BaRetryRequestEvent extends Event {
  constructor() {
    super("ba-retry-request", { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-retry-request": BaRetryRequestEvent;
  }
}
