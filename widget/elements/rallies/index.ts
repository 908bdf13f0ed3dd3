import { define } from "../../utils/define.js";
import { BaCorrections } from "./corrections.js";
import { BaHitForm } from "./hit-form.js";
import { BaRallies } from "./rallies.js";
import { BaRallyDetail } from "./rally-detail.js";
import { BaRallyFilters } from "./rally-filters.js";
import { BaRallyForm } from "./rally-form.js";
import { BaRallyHits } from "./rally-hits.js";
import { BaRallyList } from "./rally-list.js";

define("ba-hit-form", BaHitForm);
define("ba-rally-form", BaRallyForm);
define("ba-rally-hits", BaRallyHits);
define("ba-rally-detail", BaRallyDetail);
define("ba-rally-filters", BaRallyFilters);
define("ba-rally-list", BaRallyList);
define("ba-corrections", BaCorrections);
define("ba-rallies", BaRallies);
