export interface BaFileRequestDetail {
  readonly file: File;
}

/** The visitor has chosen or dropped a file. */
export class BaFileRequestEvent extends CustomEvent<BaFileRequestDetail> {
  constructor(file: File) {
    super("ba-file-request", { bubbles: true, composed: true, detail: { file } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-file-request": BaFileRequestEvent;
  }
}
