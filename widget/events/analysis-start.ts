export interface BaAnalysisStartDetail {
  readonly videoId: string | undefined;
}

/** The video has arrived, or was found again, and is being analysed. */
export class BaAnalysisStartEvent extends CustomEvent<BaAnalysisStartDetail> {
  constructor(detail: BaAnalysisStartDetail) {
    super("ba-analysis-start", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-analysis-start": BaAnalysisStartEvent;
  }
}
