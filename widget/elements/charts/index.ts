import { define } from "../../utils/define.js";
import { BaBarChart } from "../bar-chart/bar-chart.js";
import { BaPlacementMap } from "../placement-map/placement-map.js";
import { BaRallyLengths } from "../rally-lengths/rally-lengths.js";
import { BaStrokeMix } from "../stroke-mix/stroke-mix.js";
import { BaStrokeSpeeds } from "../stroke-speeds/stroke-speeds.js";
import { BaCharts } from "./charts.js";

define("ba-bar-chart", BaBarChart);
define("ba-stroke-mix", BaStrokeMix);
define("ba-rally-lengths", BaRallyLengths);
define("ba-stroke-speeds", BaStrokeSpeeds);
define("ba-placement-map", BaPlacementMap);
define("ba-charts", BaCharts);
