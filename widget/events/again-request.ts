/** The visitor wants the video analysed once more, and has confirmed it. */
export class BaAgainRequestEvent extends Event {
  constructor() {
    super("ba-again-request", { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-again-request": BaAgainRequestEvent;
  }
}
