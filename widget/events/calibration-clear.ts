export interface BaCalibrationClearDetail {
  /** Index of the camera view. */
  readonly view: number;
}

/** The visitor wants the automatic court of a view back. */
export class BaCalibrationClearEvent extends CustomEvent<BaCalibrationClearDetail> {
  constructor(view: number) {
    super("ba-calibration-clear", { bubbles: true, composed: true, detail: { view } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-calibration-clear": BaCalibrationClearEvent;
  }
}
