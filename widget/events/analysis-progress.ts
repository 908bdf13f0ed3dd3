import type { Stage } from "../../convex/contract/video.js";

export interface BaAnalysisProgressDetail {
  readonly videoId: string | undefined;
  /** What is being done. */
  readonly stage: Stage;
  /** Of the whole analysis, 0 to 1. */
  readonly progress: number;
  /** Expected seconds to the end, when it can be told. */
  readonly etaSeconds: number | undefined;
}

/** The analysis has come further. */
export class BaAnalysisProgressEvent extends CustomEvent<BaAnalysisProgressDetail> {
  constructor(detail: BaAnalysisProgressDetail) {
    super("ba-analysis-progress", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-analysis-progress": BaAnalysisProgressEvent;
  }
}
