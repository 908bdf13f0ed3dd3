import { define } from "../../utils/define.js";
import { BaClipExport } from "./clip-export.js";

define("ba-clip-export", BaClipExport);
