import type { Events } from "../../convex/contract/events.js";
import type { SegmentSource } from "../overlay/scene.js";
import { USUAL_MODES, type PlayModes } from "./play-modes.js";
import type { PlaybackCommand } from "./playback-commands.js";

/** What a player gives a playhead. */
export interface Played {
  /** Where the video's frame data comes from. */
  readonly source: SegmentSource | undefined;
  /** Does what is asked; with `reveal` the picture is brought into sight. */
  readonly perform: (command: PlaybackCommand, reveal: boolean) => void;
  /** Gets the frame data of the frame that is shown: somebody needs it from now on. */
  readonly load: () => void;
  /** The events of the match are there, or are others. */
  readonly heed: () => void;
}

/** Where there is no player. */
export const NO_PLAYER: Played = {
  source: undefined,
  perform: () => undefined,
  load: () => undefined,
  heed: () => undefined,
};

/**
 * Ties what stands around a player to the frame that it shows. The player tells it of each frame, once that is painted; followers
 * hear of it in the same task.
 */
export class Playhead {
  #played = NO_PLAYER;
  #seconds: number | undefined;
  #events: Events | undefined;
  #modes = USUAL_MODES;
  readonly #followers = new Set<() => void>();

  /** Presentation time of the frame that is shown, seconds; undefined while the poster is. */
  get seconds(): number | undefined {
    return this.#seconds;
  }

  /** Where frame data comes from. What it does not have yet is on its way, and followers hear when it has come. */
  get source(): SegmentSource | undefined {
    return this.#played.source;
  }

  /** What happened in the match, once somebody has told it. */
  get events(): Events | undefined {
    return this.#events;
  }

  set events(events: Events | undefined) {
    if (events === this.#events) return;
    this.#events = events;
    this.#played.heed();
    this.#tell();
  }

  /** How the match is being played. */
  get modes(): PlayModes {
    return this.#modes;
  }

  /** Whether anybody follows, so that frame data is needed. */
  get followed(): boolean {
    return this.#followers.size > 0;
  }

  /** Calls `follower` for every frame, and whenever frame data, events or other modes of playing have come. Returns the way to stop. */
  follow(follower: () => void): () => void {
    this.#followers.add(follower);
    this.#played.load();
    return () => this.#followers.delete(follower);
  }

  /** Asks the player for the moment at `seconds`; with `reveal` its picture is brought into sight. */
  seek(seconds: number, { reveal = false } = {}): void {
    this.perform({ type: "seek", seconds }, { reveal });
  }

  /** Asks the player for anything that it can do. */
  perform(command: PlaybackCommand, { reveal = false } = {}): void {
    this.#played.perform(command, reveal);
  }

  /** For the player: whose frames these are from now on. */
  attach(played: Played): void {
    this.#played = played;
    this.#tell();
  }

  /** For the player: the frame at `seconds` is shown, or none. */
  show(seconds: number | undefined): void {
    if (seconds === this.#seconds) return;
    this.#seconds = seconds;
    this.#tell();
  }

  /** For the player: this is how it plays from now on. */
  play(modes: PlayModes): void {
    if (modes === this.#modes) return;
    this.#modes = modes;
    this.#tell();
  }

  /** For the player: frame data has come. */
  refresh(): void {
    this.#tell();
  }

  #tell(): void {
    for (const follower of this.#followers) follower();
  }
}
