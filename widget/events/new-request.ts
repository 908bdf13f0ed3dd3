/** The visitor wants to go on to another video. */
export class BaNewRequestEvent extends Event {
  constructor() {
    super("ba-new-request", { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-new-request": BaNewRequestEvent;
  }
}
