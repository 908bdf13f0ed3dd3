import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Playhead } from "./playhead.js";

interface FollowingHost extends ReactiveControllerHost {
  readonly isConnected: boolean;
  readonly playhead: Playhead | undefined;
}

/** Has its host heed each frame of its playhead for as long as it is in a document; also once when it begins to follow. */
export class FollowPlayhead implements ReactiveController {
  readonly #host: FollowingHost;
  readonly #heed: () => void;
  #followed: Playhead | undefined;
  #stop: (() => void) | undefined;

  /** @param heed - Called for every frame, whenever frame data has come, and when another playhead takes over. */
  constructor(host: FollowingHost, heed: () => void) {
    this.#host = host;
    this.#heed = heed;
  }

  hostConnected(): void {
    this.#follow();
  }

  hostUpdate(): void {
    if (this.#host.isConnected && this.#host.playhead !== this.#followed) this.#follow();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#followed = undefined;
  }

  #follow(): void {
    this.#stop?.();
    this.#followed = this.#host.playhead;
    this.#stop = this.#followed?.follow(this.#heed);
    this.#heed();
  }
}
