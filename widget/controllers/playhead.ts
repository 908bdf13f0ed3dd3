import type { SegmentSource } from "../overlay/scene.js";

/** What a player gives a playhead. */
export interface Played {
  /** Where the video's frame data comes from. */
  readonly source: SegmentSource | undefined;
  /** Shows the moment at `seconds`; with `reveal` the picture is brought into sight. */
  readonly seek: (seconds: number, reveal: boolean) => void;
  /** Gets the frame data of the frame that is shown: somebody needs it from now on. */
  readonly load: () => void;
}

const nothing: Played = { source: undefined, seek: () => undefined, load: () => undefined };

/**
 * Ties what stands around a player to the frame that it shows. The player tells it of each frame, once that is painted; followers
 * hear of it in the same task.
 */
export class Playhead {
  #played = nothing;
  #seconds: number | undefined;
  readonly #followers = new Set<() => void>();

  /** Presentation time of the frame that is shown, seconds; undefined while the poster is. */
  get seconds(): number | undefined {
    return this.#seconds;
  }

  /** Where frame data comes from. What it does not have yet is on its way, and followers hear when it has come. */
  get source(): SegmentSource | undefined {
    return this.#played.source;
  }

  /** Whether anybody follows, so that frame data is needed. */
  get followed(): boolean {
    return this.#followers.size > 0;
  }

  /** Calls `follower` for every frame and whenever frame data has come. Returns the way to stop. */
  follow(follower: () => void): () => void {
    this.#followers.add(follower);
    this.#played.load();
    return () => this.#followers.delete(follower);
  }

  /** Asks the player for the moment at `seconds`. */
  seek(seconds: number, { reveal = false } = {}): void {
    this.#played.seek(seconds, reveal);
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

  /** For the player: frame data has come. */
  refresh(): void {
    this.#tell();
  }

  #tell(): void {
    for (const follower of this.#followers) follower();
  }
}
