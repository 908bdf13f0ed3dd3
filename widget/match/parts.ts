/** The parts of the elements around a player that a page's style sheet may reach, by the part of `ba-match` that they are in. */
export const matchParts = {
  map: ["modes", "players", "plan", "legend", "describe-button", "description"],
  court: ["status", "message", "retry-button", "calibrate-button"],
  timeline: ["title", "readout", "zoom", "zoom-button", "plot", "playhead", "overview", "legend"],
  rallies: [
    ...["title", "message", "filters", "list", "rally", "detail", "acts", "facts", "hits"],
    ...["add-button", "corrections", "correction", "undo"],
  ],
  speed: ["title", "ranges", "plot", "cursor", "legend", "table"],
  charts: [
    ...["mix", "lengths", "placement", "speeds", "title", "plot", "plan", "legend", "note", "table", "moment-button"],
  ],
  players: ["title", "units", "card", "shirt", "figures", "peak-button", "bands", "joints"],
  swaps: ["title", "swap-button", "swaps", "undo-button"],
} as const;

/** The value of `exportparts` that passes parts on as they are, under the name of the part that they are in. */
export function exportedFrom(name: keyof typeof matchParts): string {
  return matchParts[name].map((part) => `${part}: ${name}__${part}`).join(", ");
}
