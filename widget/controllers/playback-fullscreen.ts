import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Puts its host on the full screen and back. */
export class FullscreenController implements ReactiveController {
  /** The host fills the screen. */
  active = false;
  readonly #host: ReactiveControllerHost & HTMLElement;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether this page may fill the screen at all: telephones and embedding frames may say no. */
  get possible(): boolean {
    return document.fullscreenEnabled;
  }

  hostConnected(): void {
    this.#host.addEventListener("fullscreenchange", this.#read);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("fullscreenchange", this.#read);
    this.active = false;
  }

  /** Fills the screen, or leaves it. A browser that refuses leaves everything as it was. */
  async toggle(): Promise<void> {
    if (!this.possible) return;
    try {
      await (this.active ? document.exitFullscreen() : this.#host.requestFullscreen());
    } catch {
      // Refused: not asked for by a visitor's own key or click.
    }
  }

  #read = (): void => {
    this.active = this.#host.matches(":fullscreen");
    this.#host.requestUpdate();
  };
}
