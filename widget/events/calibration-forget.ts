export interface BaCalibrationForgetDetail {
  readonly calibrationId: string;
}

/** The visitor wants a kept calibration deleted. */
export class BaCalibrationForgetEvent extends CustomEvent<BaCalibrationForgetDetail> {
  constructor(calibrationId: string) {
    super("ba-calibration-forget", { bubbles: true, composed: true, detail: { calibrationId } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-calibration-forget": BaCalibrationForgetEvent;
  }
}
