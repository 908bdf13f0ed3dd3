import type { Joint, MetricsGap } from "../../convex/contract/metrics.js";
import type { Floor } from "../court/model.js";
import { zoneOf } from "../court/own.js";
import { formatNumber, formatPercent } from "./format.js";
import { formatClock, formatTimeInWords } from "./time.js";
import { formatLength, formatSpeed, type Units } from "./units.js";

const locale = "en";

const joints: Record<Joint, string> = {
  left_knee: "Left knee",
  right_knee: "Right knee",
  left_hip: "Left hip",
  right_hip: "Right hip",
  left_elbow: "Left elbow",
  right_elbow: "Right elbow",
  left_shoulder: "Left shoulder",
  right_shoulder: "Right shoulder",
};

const gaps: Record<MetricsGap, string> = {
  no_court: "No court was found in this video, so distances and speeds cannot be told.",
  court_unsure: "The court was not found surely enough, so distances and speeds are not told.",
  no_players: "Nobody was found who plays, so there is nothing to measure.",
  players_off_court: "The players were never seen on the court that was found: it may be the wrong one.",
};

const seconds = (value: number) =>
  new Intl.NumberFormat(locale, {
    style: "unit",
    unit: "second",
    unitDisplay: "short",
    maximumFractionDigits: 1,
  }).format(value);

/** From which probability on these words are true of a player's identity. */
const SURE = 0.95;
const LIKELY = 0.8;

/** The texts of the players' figures, in English; they are loaded with them. */
export const playersEn = {
  title: "Players",
  figures: (name: string) => `Figures of ${name}`,
  rename: (name: string) => `Rename ${name}`,
  name: "Name",
  nameHint: "Enter saves, Escape leaves it as it was. Without a name, the number is shown.",
  shirt: (color: string) => `Shirt colour ${color}`,
  seen: "Seen",
  seenValue: (share: number, duration: number) =>
    `${formatPercent(share, locale)} of the video, ${formatTimeInWords(share * duration, locale)}`,
  confidence: "Surely seen as a person",
  identity: "Same person throughout",
  identityValue: (probability: number) =>
    probability >= SURE ? "surely" : probability >= LIKELY ? "probably" : "not sure: check after changes of ends",
  measured: "Time measured",
  duration: (value: number) => formatTimeInWords(value, locale),
  distance: "Distance run",
  average: "Average speed",
  high: "Below this 95% of the time",
  peak: "Highest speed",
  peakAt: (speed: string, at: number) => `${speed} at ${formatClock(at)}`,
  peakGo: "Go to the highest speed:",
  acceleration: "Strong acceleration",
  accelerationValue: (value: number, units: Units) =>
    units === "metric" ? `${formatNumber(value, locale, 1)} m/s²` : `${formatNumber(value / 0.3048, locale, 1)} ft/s²`,
  speed: (value: number, units: Units) => formatSpeed(value, units, locale),
  length: (metres: number, units: Units) => formatLength(metres, units, locale),
  bands: "Time by speed",
  bandNames: ["standing", "walking", "moving", "running", "sprinting"],
  band: (name: string, share: number, value: number) =>
    `${name} ${formatPercent(share, locale)}, ${formatTimeInWords(Math.round(value), locale)}`,
  bandBound: (bound: number, units: Units) => `from ${formatSpeed(bound, units, locale)}`,
  base: "Waits at",
  baseValue: (own: Floor, units: Units) => {
    const { row, column } = zoneOf(own);
    return `${row} ${column}, ${formatLength(own[1], units, locale)} from the net`;
  },
  returns: "Back at the base after",
  returnsValue: (value: number, count: number) =>
    `${seconds(value)} (${formatNumber(count, locale)} ${count === 1 ? "time" : "times"})`,
  net: "Usual distance from the net",
  partner: "Usual distance from the partner",
  lunges: "Lunges",
  lungesValue: (count: number, deepest: string | undefined) =>
    deepest === undefined ? formatNumber(count, locale) : `${formatNumber(count, locale)}, widest ${deepest}`,
  joints: "Joint angles in the picture",
  jointsHint: "Of limbs that point at the camera, angles in the picture say little.",
  joint: "Joint",
  jointNames: joints,
  median: "Median",
  range: "Usual range",
  degrees: (value: number) => `${formatNumber(value, locale)}°`,
  degreeRange: (low: number, high: number) => `${formatNumber(low, locale)}° to ${formatNumber(high, locale)}°`,
  gaps,
  gapOwner: "Mark the court yourself: four rough clicks are enough.",
  gapViewer: "Whoever sent the video can mark the court.",
  calibrate: "Mark the court",
  recalibrate: "Correct the court",
  court: (centimetres: number | undefined) =>
    centimetres === undefined
      ? "The court was found."
      : `The court was found; drawn and painted lines are ${formatNumber(centimetres, locale, 1)} cm apart.`,
  courtManual: "The court was marked by hand.",
  swap: {
    title: "Players mixed up?",
    hint: "Go to the moment from which on they are, then exchange them.",
    one: "Exchange",
    other: "with",
    act: (at: number) => `Exchange from ${formatClock(at)} on`,
    done: (one: string, other: string, at: number) => `From ${formatClock(at)}: ${one} and ${other} exchanged`,
    undo: "Undo",
    undoLabel: (one: string, other: string, at: number) =>
      `Undo the exchange of ${one} and ${other} at ${formatTimeInWords(at, locale)}`,
  },
  update: {
    running: "Computing the figures again…",
    failed: "The figures could not be computed again.",
  },
};

/** The texts of one language. */
export type PlayersDictionary = typeof playersEn;
