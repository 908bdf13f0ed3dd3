import type { ReactiveController, ReactiveControllerHost } from "lit";
import { spanOfHash, spanOfTime } from "../utils/time-fragment.js";
import type { Span } from "./playback-state.js";

interface LinkedHost extends ReactiveControllerHost {
  /** A span as media fragments write it, or nothing. */
  readonly t: string;
  /** Heeds the page's address, which goes before `t`. */
  readonly followHash: boolean;
}

/** Tells its host which span of the video a link leads to: once at first, and again whenever that is another. */
export class LinkedSpan implements ReactiveController {
  readonly #host: LinkedHost;
  readonly #onSpan: (span: Span, addressed: boolean) => void;
  #told = "";

  /** @param onSpan - Called with the span, and whether the page's address asks for it. */
  constructor(host: LinkedHost, onSpan: (span: Span, addressed: boolean) => void) {
    this.#host = host;
    this.#onSpan = onSpan;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener("hashchange", this.#read);
  }

  hostDisconnected(): void {
    window.removeEventListener("hashchange", this.#read);
  }

  hostUpdated(): void {
    this.#read();
  }

  #read = (): void => {
    const { t, followHash } = this.#host;
    const addressed = followHash ? spanOfHash(location.hash) : undefined;
    const span = addressed ?? spanOfTime(t);
    const said = span ? `${span.start} ${span.end}` : "";
    if (said === this.#told) return;
    this.#told = said;
    if (span) this.#onSpan(span, addressed !== undefined);
  };
}
