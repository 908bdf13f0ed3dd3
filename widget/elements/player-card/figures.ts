import type { PlayerMetrics } from "../../../convex/contract/metrics.js";
import { playersEn as text } from "../../i18n/en.players.js";
import type { Units } from "../../i18n/units.js";

/** A figure in words: its name and its value. */
export type Figure = readonly [string, string];

/** The figures that are one value each, as far as there are any; the highest speed and the bands stand apart. */
export function figuresOf(metrics: PlayerMetrics, units: Units): Figure[] {
  const { base, returnSeconds, returns, partnerDistance, lunges, deepestLunge } = metrics;
  const deepest = deepestLunge === undefined ? undefined : text.length(deepestLunge, units);
  return [
    [text.distance, text.length(metrics.distance, units)],
    [text.average, text.speed(metrics.averageSpeed, units)],
    [text.high, text.speed(metrics.highSpeed, units)],
    [text.acceleration, text.accelerationValue(metrics.highAcceleration, units)],
    ...(base ? ([[text.base, text.baseValue(base, units)]] as const) : []),
    ...(returnSeconds === undefined ? [] : ([[text.returns, text.returnsValue(returnSeconds, returns)]] as const)),
    [text.net, text.length(metrics.netDistance, units)],
    ...(partnerDistance === undefined ? [] : ([[text.partner, text.length(partnerDistance, units)]] as const)),
    [text.lunges, text.lungesValue(lunges, deepest)],
    [text.measured, text.duration(metrics.seconds)],
  ];
}

/** Share of the measured time in each speed band; zeros where nothing was measured. */
export function bandShares(bands: readonly number[]): number[] {
  const all = bands.reduce((sum, band) => sum + band, 0);
  return bands.map((band) => (all === 0 ? 0 : band / all));
}
