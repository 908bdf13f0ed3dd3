export interface BaAnalysisCancelDetail {
  readonly videoId: string | undefined;
}

/** The analysis was cancelled. */
export class BaAnalysisCancelEvent extends CustomEvent<BaAnalysisCancelDetail> {
  constructor(detail: BaAnalysisCancelDetail) {
    super("ba-analysis-cancel", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-analysis-cancel": BaAnalysisCancelEvent;
  }
}
