import type { Results } from "../../convex/contract/results.js";

export interface BaAnalysisCompleteDetail {
  readonly videoId: string;
  /** Lets whoever holds it watch; for owners only. */
  readonly shareToken: string | undefined;
  /** The summary. */
  readonly results: Results | undefined;
}

/** The analysis can be watched. */
export class BaAnalysisCompleteEvent extends CustomEvent<BaAnalysisCompleteDetail> {
  constructor(detail: BaAnalysisCompleteDetail) {
    super("ba-analysis-complete", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-analysis-complete": BaAnalysisCompleteEvent;
  }
}
