export interface BaUploadProgressDetail {
  /** Bytes sent so far. */
  readonly sent: number;
  /** Bytes in all. */
  readonly size: number;
  /** Absent while it cannot be told. */
  readonly bytesPerSecond: number | undefined;
  /** Absent while it cannot be told. */
  readonly secondsLeft: number | undefined;
}

/** More of the file has left this device. */
export class BaUploadProgressEvent extends CustomEvent<BaUploadProgressDetail> {
  constructor(detail: BaUploadProgressDetail) {
    super("ba-upload-progress", { bubbles: true, composed: true, detail });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-upload-progress": BaUploadProgressEvent;
  }
}
