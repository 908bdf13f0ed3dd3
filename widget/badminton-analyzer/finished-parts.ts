import { matchParts } from "../match/parts.js";
import { exportedBy, namesOf } from "./parts.js";

/** The parts of what shows a finished match, which is loaded when there is one. */
const inner = {
  actions: ["actions", "question", "new-button", "again-button", "delete-button", "confirm-button", "keep-button"],
  player: [
    ...["stage", "video", "overlay", "start", "message", "retry", "controls"],
    ...["seek-bar", "buttons", "button", "time", "volume", "rate", "layer-menu", "rallies"],
    ...["overlay__picture", "overlay__layers"],
  ],
  match: [
    ...["map", "court", "timeline", "rallies", "speed", "players", "swaps", "charts", "notice"],
    ...Object.entries(matchParts).flatMap(([name, parts]) => parts.map((part) => `${name}__${part}`)),
  ],
  highlights: ["title", "players", "now", "reason", "previous-button", "next-button", "list", "item", "message"],
  summary: ["title", "nobody", "facts", "notes"],
} as const;

export const exportParts = exportedBy(inner);

/** The exported names of what shows a finished match. */
export const exportedParts = namesOf(inner);
