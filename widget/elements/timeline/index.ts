import { define } from "../../utils/define.js";
import { BaTimeline } from "./timeline.js";

define("ba-timeline", BaTimeline);
