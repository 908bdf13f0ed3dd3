/** How the overlay looks; lengths in CSS pixels. */
export interface OverlayStyle {
  /** Colour of each identity, by `id - 1`. */
  readonly colors: readonly string[];
  /** Drawn around every line, so that it stands out on any court. */
  readonly outline: string;
  readonly labelText: string;
  /** Colour of the court's lines. */
  readonly court: string;
  /** Colour of the shuttle and its way, and how long that is, seconds. */
  readonly shuttle: string;
  readonly shuttleTrail: number;
  /** Width of limbs, box edges and trails of a player who fills a good part of the picture. */
  readonly line: number;
  readonly labelSize: number;
  readonly fontFamily: string;
}

/** Box height, in CSS pixels, from which a player is drawn with full line widths. */
const FULL_WEIGHT_HEIGHT = 160;
/** Thinnest line, as a share of the full width. */
const LEAST_WEIGHT = 0.5;

/** Line width for a player `height` CSS pixels tall: thinner on small players, so that lines do not hide them. */
export function lineWidth(style: OverlayStyle, height: number): number {
  return style.line * Math.min(1, Math.max(LEAST_WEIGHT, height / FULL_WEIGHT_HEIGHT));
}

export function colorOf(style: OverlayStyle, id: number): string {
  return style.colors[(id - 1) % style.colors.length] ?? style.outline;
}
