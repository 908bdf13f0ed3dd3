import { BaActions, BadmintonAnalyzer, BaErrorPanel, BaProgress, BaUploader } from "./index.js";
import { define } from "./utils/define.js";

define("ba-actions", BaActions);
define("ba-error-panel", BaErrorPanel);
define("ba-progress", BaProgress);
define("ba-uploader", BaUploader);
define("badminton-analyzer", BadmintonAnalyzer);
