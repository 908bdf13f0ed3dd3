import type { PlaybackCommand } from "../../controllers/playback-commands.js";

/** A control of the player asks for something; the player acts on it. */
export class BaPlaybackRequestEvent extends Event {
  readonly command: PlaybackCommand;

  constructor(command: PlaybackCommand) {
    super("ba-playback-request", { bubbles: true, composed: true });
    this.command = command;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-playback-request": BaPlaybackRequestEvent;
  }
}
