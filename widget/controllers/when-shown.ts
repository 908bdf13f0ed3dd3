import type { ReactiveController, ReactiveControllerHost } from "lit";

/** How far below the visible part of the page loading begins. */
const AHEAD = "300px";

/** Loads a part of its host once the place where it goes comes into sight. */
export class WhenShown implements ReactiveController {
  status: "waiting" | "loading" | "loaded" | "failed" = "waiting";
  readonly #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  readonly #selector: string;
  readonly #load: () => Promise<unknown>;
  #observed: Element | null = null;
  #observer: IntersectionObserver | undefined;

  /** @param selector - Finds the place in what the host renders. */
  constructor(
    host: ReactiveControllerHost & { readonly renderRoot: ParentNode },
    selector: string,
    load: () => Promise<unknown>,
  ) {
    this.#host = host;
    this.#selector = selector;
    this.#load = load;
    host.addController(this);
  }

  hostUpdated(): void {
    const place = this.#host.renderRoot.querySelector(this.#selector);
    if (this.status !== "waiting" || place === this.#observed) return;
    this.#stop();
    this.#observed = place;
    if (!place) return;
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void this.load();
      },
      { rootMargin: AHEAD },
    );
    this.#observer.observe(place);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  /** Loads it now, or tries again. */
  async load(): Promise<void> {
    if (this.status === "loading" || this.status === "loaded") return;
    this.#stop();
    this.#set("loading");
    try {
      await this.#load();
      this.#set("loaded");
    } catch {
      this.#set("failed");
    }
  }

  #stop(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
    this.#observed = null;
  }

  #set(status: WhenShown["status"]): void {
    this.status = status;
    this.#host.requestUpdate();
  }
}
