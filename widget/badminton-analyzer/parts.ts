import { matchParts } from "../match/parts.js";

/**
 * The parts of the elements inside, under the names by which a page's style sheet reaches them through
 * `<badminton-analyzer>`: `ba-uploader`'s `dropzone` is `uploader__dropzone`.
 */
const inner = {
  uploader: ["dropzone", "icon", "title", "hint", "choose-button"],
  progress: [
    "title",
    "percent",
    "filename",
    "bar",
    "facts",
    "stages",
    "stage",
    "current-stage",
    "note",
    "cancel-button",
  ],
  error: ["panel", "title", "message", "filename", "retry-button", "new-button"],
  actions: ["actions", "question", "new-button", "delete-button", "confirm-button", "keep-button"],
  player: [
    ...["stage", "video", "overlay", "start", "message", "retry", "controls"],
    ...["seek-bar", "buttons", "button", "time", "volume", "rate", "layer-menu"],
    ...["overlay__picture", "overlay__layers"],
  ],
  match: [
    ...["map", "court", "speed", "players", "swaps", "notice"],
    ...Object.entries(matchParts).flatMap(([name, parts]) => parts.map((part) => `${name}__${part}`)),
  ],
  summary: ["title", "nobody", "facts", "notes"],
} as const;

/** Value of `exportparts` for each inner element. */
export const exportParts = Object.fromEntries(
  Object.entries(inner).map(([element, parts]) => [
    element,
    parts.map((part) => `${part}: ${element}__${part}`).join(", "),
  ]),
) as Record<keyof typeof inner, string>;

/** Every exported name. */
export const exportedParts = Object.entries(inner).flatMap(([element, parts]) =>
  parts.map((part) => `${element}__${part}`),
);
