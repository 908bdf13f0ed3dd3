import type { ProblemCode } from "../store/problem.js";

export interface BaErrorDetail {
  /** Listed in docs/errors.md. */
  readonly code: ProblemCode;
  /** The sentence that the visitor reads. */
  readonly message: string;
  /** Whether trying again may help. */
  readonly retryable: boolean;
  readonly videoId: string | undefined;
}

/** Something stopped the visitor; the element shows the same in words. */
export class BaErrorEvent extends CustomEvent<BaErrorDetail> {
  constructor(detail: BaErrorDetail) {
    super("ba-error", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-error": BaErrorEvent;
  }
}
