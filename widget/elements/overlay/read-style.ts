import type { OverlayStyle } from "../../overlay/style.js";

/** The overlay's look as the styles of `probe` (see overlay-look.styles.ts) say it, themes and fallbacks resolved. */
export function readStyle(probe: Element): OverlayStyle {
  const computed = getComputedStyle(probe);
  return {
    colors: [computed.borderTopColor, computed.borderRightColor, computed.borderBottomColor, computed.borderLeftColor],
    outline: computed.backgroundColor,
    labelText: computed.color,
    court: computed.outlineColor,
    shuttle: computed.caretColor,
    shuttleTrail: parseFloat(computed.transitionDuration),
    line: parseFloat(computed.width),
    labelSize: parseFloat(computed.fontSize),
    fontFamily: computed.fontFamily,
  };
}
