export interface BaClipSaveDetail {
  readonly videoId: string;
  /** Name under which the file is saved. */
  readonly filename: string;
  /** The clip: an MP4. */
  readonly file: Blob;
  /** What it shows of the video, seconds. */
  readonly start: number;
  readonly end: number;
}

/** A rally was cut out of the video, and is being saved on the visitor's device. */
export class BaClipSaveEvent extends CustomEvent<BaClipSaveDetail> {
  constructor(detail: BaClipSaveDetail) {
    super("ba-clip-save", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-clip-save": BaClipSaveEvent;
  }
}
