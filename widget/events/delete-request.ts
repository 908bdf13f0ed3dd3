/** The visitor wants the video deleted, and has confirmed it. */
export class BaDeleteRequestEvent extends Event {
  constructor() {
    super("ba-delete-request", { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-delete-request": BaDeleteRequestEvent;
  }
}
