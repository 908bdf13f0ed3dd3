export interface BaUploadStartDetail {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
}

/** A file begins to go up. */
export class BaUploadStartEvent extends CustomEvent<BaUploadStartDetail> {
  constructor(detail: BaUploadStartDetail) {
    super("ba-upload-start", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-upload-start": BaUploadStartEvent;
  }
}
