import { define } from "../../utils/define.js";
import { BaLayerMenu } from "../layer-menu/layer-menu.js";
import { BaOverlay } from "../overlay/overlay.js";
import { BaPlayerControls } from "../player-controls/player-controls.js";
import { BaRallyControls } from "../rally-controls/rally-controls.js";
import { BaSeekBar } from "../seek-bar/seek-bar.js";
import { BaSummary } from "../summary/summary.js";
import { BaPlayer } from "./player.js";

export { Playhead } from "../../controllers/playhead.js";

define("ba-overlay", BaOverlay);
define("ba-seek-bar", BaSeekBar);
define("ba-layer-menu", BaLayerMenu);
define("ba-rally-controls", BaRallyControls);
define("ba-player-controls", BaPlayerControls);
define("ba-player", BaPlayer);
define("ba-summary", BaSummary);
