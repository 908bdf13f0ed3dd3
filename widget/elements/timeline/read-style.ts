import type { TimelineStyle } from "./paint.js";

/** The timeline's look as the styles of what is in `probes` (see timeline.styles.ts) say it, themes and fallbacks resolved. */
export function readStyle(probes: Element): TimelineStyle {
  const look = (selector: string) => getComputedStyle(probes.querySelector(selector) ?? probes);
  const lines = look(".lines");
  const rally = look(".rally");
  const players = [...probes.querySelectorAll(".player")].map((probe) => getComputedStyle(probe));
  return {
    text: lines.color,
    muted: lines.borderTopColor,
    grid: lines.borderBottomColor,
    band: lines.backgroundColor,
    rally: rally.backgroundColor,
    onRally: rally.color,
    highlight: look(".highlight").color,
    players: players.map(({ backgroundColor }) => backgroundColor),
    inks: players.map(({ color }) => color),
    font: lines.fontFamily,
    size: parseFloat(lines.fontSize),
  };
}
