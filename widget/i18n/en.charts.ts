import type { Stroke } from "../../convex/contract/strokes.js";
import type { Half, ZoneColumn, ZoneRow } from "../court/own.js";
import type { LengthMeasure } from "../match/rally-lengths.js";
import { strokesEn } from "./en.strokes.js";
import { formatNumber, formatPercent } from "./format.js";
import { formatClock } from "./time.js";
import { formatSpeedRange, speedUnit, type Units } from "./units.js";

const locale = "en";

const plurals = new Intl.PluralRules(locale);
const counted = (count: number, one: string, other: string) =>
  `${formatNumber(count, locale)} ${plurals.select(count) === "one" ? one : other}`;

const halves: Record<Half, string> = { near: "near half", far: "far half" };

/** The texts of the charts of strokes and rallies, in English; they are loaded with them. */
export const chartsEn = {
  none: "No rallies were made out in this match, so there is nothing to chart.",
  noHits: "No stroke was made out in this match.",
  table: "As a table",
  count: (count: number) => formatNumber(count, locale),
  player: "Player",
  nobody: "not told",
  stroke: "Stroke",
  goTo: (seconds: number) => formatClock(seconds),
  everybody: "Everybody",
  mix: {
    title: "Stroke mix",
    axis: "Strokes",
    share: (count: number, total: number) =>
      total === 0 ? "0" : `${formatNumber(count, locale)} (${formatPercent(count / total, locale)})`,
    total: "All strokes",
    ofNobody: (count: number) =>
      `${counted(count, "stroke is", "strokes are")} left out: nobody is known to have played it.`,
  },
  lengths: {
    title: "Length of rallies",
    measure: "Measured in",
    measures: { strokes: "Strokes", seconds: "Seconds" } satisfies Record<LengthMeasure, string>,
    axis: "Rallies",
    bar: (from: number, to: number, measure: LengthMeasure) => {
      if (measure === "seconds") return `${from}–${to}`;
      return to - from === 1 ? String(from) : `${from}–${to - 1}`;
    },
    summary: (median: number, longest: number, measure: LengthMeasure) => {
      const value = (length: number) =>
        measure === "strokes" ? counted(length, "stroke", "strokes") : `${formatNumber(length, locale, 1)} s`;
      return `Half of the rallies have ${value(median)} or more; the longest has ${value(longest)}.`;
    },
    cutOff: (count: number) =>
      `${counted(count, "rally is", "rallies are")} left out: the video does not show the beginning or the end.`,
    noneWhole: "The video shows no rally from its beginning to its end.",
  },
  speeds: {
    title: "Speed off the racket",
    unit: (units: Units) => speedUnit(units, locale),
    interval: (low: number, high: number, units: Units) => formatSpeedRange(low, high, units, locale),
    usual: "Usual",
    fastest: "Fastest",
    measured: "Measured",
    of: (measured: number, played: number) => `${formatNumber(measured, locale)} of ${formatNumber(played, locale)}`,
    hint: "A bar is the interval in which the speed lies in nine of ten cases: a video cannot tell it more exactly. The thick bar is the usual stroke of its kind, the thin one the fastest.",
    none: "No speed could be measured: the court, or the shuttle’s flight in space, is not known well enough.",
  },
  map: {
    title: "Placement",
    label: "The court from above, with an arrow for each stroke from the hit to where the shuttle went",
    players: "Player",
    stroke: "Stroke",
    everyStroke: "Every stroke",
    rally: "Rally",
    everyRally: "Every rally",
    rallyNumber: (number: number, seconds: number) => `${number}, at ${formatClock(seconds)}`,
    turned: "Turned so that the player hits from the near end, at the bottom or the left.",
    met: "met by the other side",
    landed: "came down here",
    shown: (count: number) => counted(count, "way is shown.", "ways are shown."),
    unknown: (count: number) => `${counted(count, "more has", "more have")} no known way on the court.`,
    none: "No stroke of this choice has a known way on the court.",
    noCourt: "Where strokes went is not known: the court, or the shuttle’s flight in space, is not known well enough.",
    time: "Time",
    from: "From",
    to: "To",
    place: (half: Half, row: ZoneRow, column: ZoneColumn) => `${halves[half]}, ${row} ${column}`,
    outside: (half: Half) => `${halves[half]}, outside the lines`,
    first: (count: number) => `The first ${formatNumber(count, locale)} are listed.`,
  },
  strokeName: (stroke: Stroke) => strokesEn.names[stroke],
};

/** The texts of one language. */
export type ChartsDictionary = typeof chartsEn;
