import { define } from "../../utils/define.js";
import { BaHighlights } from "./highlights.js";

define("ba-highlights", BaHighlights);
