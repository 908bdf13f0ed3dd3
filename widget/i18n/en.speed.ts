import { formatClock, formatTimeInWords } from "./time.js";
import { formatSpeed, speedUnit, type Units } from "./units.js";

const locale = "en";

/** The texts of the speed chart, in English; they are loaded with it. */
export const speedEn = {
  title: "Speed over time",
  slider: "Moment in the match, on the chart of speeds",
  clock: formatClock,
  unit: (units: Units) => speedUnit(units, locale),
  speed: (value: number, units: Units) => formatSpeed(value, units, locale),
  unknown: "not known",
  readout: (name: string, speed: string) => `${name} ${speed}`,
  valueText: (seconds: number, speeds: readonly string[]) => [formatTimeInWords(seconds, locale), ...speeds].join(", "),
  range: "Shown time",
  ranges: { whole: "Whole match", minute: "One minute" },
  table: "Speeds as a table",
  time: "Time",
  span: (start: number, end: number) => `${formatClock(start)} to ${formatClock(end)}`,
  cell: (average: string, highest: string) => `${average}, at most ${highest}`,
  cellHint: "Average and highest speed in each stretch of time.",
};

/** The texts of one language. */
export type SpeedDictionary = typeof speedEn;
