import { define } from "../../utils/define.js";
import { BaCalibrator } from "./calibrator.js";
import { BaCalibratorStage } from "./stage.js";

define("ba-calibrator-stage", BaCalibratorStage);
define("ba-calibrator", BaCalibrator);
