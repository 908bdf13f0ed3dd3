import { define } from "../../utils/define.js";
import { BaSpeedChart } from "./speed-chart.js";

define("ba-speed-chart", BaSpeedChart);
