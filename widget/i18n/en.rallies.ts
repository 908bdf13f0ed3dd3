import type { HitEdit, RallyEdit } from "../../convex/contract/edits.js";
import type { HighlightKind, HighlightReason, Hit, RallyEnding, SpeedInterval } from "../../convex/contract/events.js";
import type { Order, Length } from "../match/rally-choice.js";
import { strokesEn } from "./en.strokes.js";
import { formatNumber, formatPercent } from "./format.js";
import { formatClock, formatTimeInWords } from "./time.js";
import { formatLength, formatSpeedRange, type Units } from "./units.js";

const locale = "en";

/** From which confidence on something is said without a word of doubt, and from which with one. */
const SURE = 0.9;
const LIKELY = 0.7;

const endings: Record<RallyEnding, string> = {
  in: "landed in",
  out: "landed out",
  net: "in the net",
  unknown: "ending not seen",
};

const reasons: Record<HighlightKind, string> = {
  longest: "Long rally",
  fastest_smash: "Fast smash",
  ground_covered: "Most ground covered",
  diving_recovery: "Diving recovery",
  net_exchange: "Net exchange",
};

const lengths: Record<Length, string> = { short: "1 to 4 strokes", middling: "5 to 9 strokes", long: "10 and more" };

const orders: Record<Order, string> = {
  time: "in order of play",
  strokes: "most strokes first",
  seconds: "longest first",
  highlights: "highlights first",
};

const strokeCount = (count: number) => `${formatNumber(count, locale)} ${count === 1 ? "stroke" : "strokes"}`;

/** Such as "0:12.4": tenths tell hits apart. */
function preciseClock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  return `${formatClock(tenths / 10)}.${tenths % 10}`;
}

/** Digits that the interval does not know are left out. */
const speedInterval = ({ low, high }: SpeedInterval, units: Units) => formatSpeedRange(low, high, units, locale);

/** What a highlight's value is measured in. */
function reasonValue({ kind, value }: HighlightReason, units: Units): string {
  if (kind === "longest") return strokeCount(value);
  if (kind === "net_exchange") return `${strokeCount(value)} at the net`;
  if (kind === "fastest_smash") return formatSpeedRange(value, value, units, locale);
  return formatLength(value, units, locale);
}

/** A word before what is less than sure. */
const doubt = (confidence: number) => (confidence >= SURE ? "" : confidence >= LIKELY ? "probably " : "perhaps ");

/** The texts of the rallies, their hits and their correction, in English; they are loaded with them. */
export const ralliesEn = {
  title: "Rallies",
  loading: "Loading the rallies…",
  older: "This video was analysed before rallies were told.",
  none: "No rally was made out in this video.",
  total: (rallies: number, seconds: number) =>
    `${formatNumber(rallies, locale)} ${rallies === 1 ? "rally" : "rallies"}, ${formatTimeInWords(seconds, locale)} of play`,
  shown: (shown: number, all: number) =>
    `${formatNumber(shown, locale)} of ${formatNumber(all, locale)} ${all === 1 ? "rally" : "rallies"} shown`,
  noneFits: "No rally fits this choice.",
  everything: "Show all",
  filters: "Choose rallies",
  winner: "Won by",
  server: "Served by",
  length: "Length",
  stroke: "With a",
  ending: "Ending",
  order: "Sort",
  any: "any",
  unknownWinner: "not known",
  onlyHighlights: "Highlights",
  onlyEdited: "Corrected",
  lengths,
  orders,
  endings,
  list: "Rallies",
  listKeys: "Arrow keys move between rallies. Enter plays one.",
  number: (index: number) => formatNumber(index + 1, locale),
  clock: formatClock,
  seconds: (value: number) => `${formatNumber(value, locale, value < 10 ? 1 : 0)} s`,
  secondsInWords: (value: number) => formatTimeInWords(Math.max(1, value), locale),
  strokes: strokeCount,
  score: ([one, other]: readonly [number, number]) => `${one}–${other}`,
  scoreLabel: (score: string) => `score ${score}`,
  game: (game: number) => `Game ${game}`,
  served: (name: string) => `${name} served`,
  won: (name: string, confidence: number) => `${doubt(confidence)}won by ${name}`,
  noWinner: "winner not known",
  pair: (names: readonly string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(names),
  edited: "corrected",
  unsure: "unsure",
  unsureLabel: (confidence: number) => `unsure whether this was a rally: ${formatPercent(confidence, locale)}`,
  startUnseen: "its beginning is not in the video",
  endUnseen: "its end is not in the video",
  reason: (reason: HighlightReason, units: Units, name: string | undefined) =>
    `${reasons[reason.kind]}: ${reasonValue(reason, units)}${name === undefined ? "" : `, ${name}`}`,
  playing: "playing",
  rally: {
    title: (index: number) => `Rally ${formatNumber(index + 1, locale)}`,
    play: "Play",
    loop: "Loop",
    link: "Copy link",
    linked: "The link to this rally was copied.",
    notLinked: "The link could not be copied. Here it is:",
    facts: "About this rally",
    time: "Time",
    timeValue: (start: number, end: number) => `${preciseClock(start)} to ${preciseClock(end)}`,
    score: "Score",
    server: "Served by",
    winner: "Won by",
    winnerValue: (name: string, confidence: number) => `${name}, ${formatPercent(confidence, locale)} sure`,
    winnerSaid: (name: string) => `${name}, as was said by hand`,
    ending: "Ending",
    endingValue: (ending: RallyEnding, margin: string | undefined) =>
      margin === undefined ? endings[ending] : `${endings[ending]}, ${margin}`,
    margin: (metres: number, error: number | undefined, units: Units) =>
      `${formatLength(Math.abs(metres), units, locale)} from the line${error === undefined ? "" : ` (± ${formatLength(error, units, locale)})`}`,
    confidence: "Sure that it was a rally",
    highlights: "Worth watching for",
    unknown: "not known",
    percent: (share: number) => formatPercent(share, locale),
    machine: "The machine said",
    machineValue: (start: number, end: number, winner: string | undefined) =>
      `${preciseClock(start)} to ${preciseClock(end)}${winner === undefined ? "" : `, won by ${winner}`}`,
    pick: "Choose a rally to see its strokes.",
  },
  hits: {
    title: "Strokes",
    none: "No stroke of this rally was made out.",
    time: "Time",
    player: "Player",
    stroke: "Stroke",
    speed: "Speed",
    go: (seconds: number, what: string) => `Go to ${preciseClock(seconds)}, ${what}`,
    clock: preciseClock,
    strokeValue: (hit: Hit) => `${doubt(hit.strokeConfidence)}${strokesEn.names[hit.stroke]}`,
    confidence: (share: number) => formatPercent(share, locale),
    speedValue: speedInterval,
    speedHint: "Off the racket; it lies between the two in nine of ten cases.",
    forehand: "forehand",
    backhand: "backhand",
    swing: "only the swing was seen",
    nobody: "not known",
    machine: (time: number, name: string | undefined, stroke: keyof typeof strokesEn.names) =>
      `the machine said: ${[preciseClock(time), ...(name === undefined ? [] : [name]), strokesEn.names[stroke]].join(", ")}`,
    added: "added by hand",
  },
  correct: {
    open: "Correct",
    close: "Done",
    running: "Rallies and strokes are being computed again…",
    waiting: "not in the results yet",
    edges: "Beginning, end and winner",
    start: "Beginning",
    end: "End",
    frame: " frame",
    here: "Set to the video",
    winner: "Won by",
    asMachine: "as the machine says",
    save: "Save",
    cancel: "Cancel",
    undo: "Undo",
    undoLabel: (what: string) => `Undo: ${what}`,
    remove: "No rally",
    removeHit: "No stroke",
    edit: "Correct",
    moment: "Moment",
    hitter: "Player",
    stroke: "Stroke",
    addHit: "Add a stroke",
    addHitHint: "Go to the moment of the hit, then add it.",
    addHitAt: (seconds: number) => `Add at ${preciseClock(seconds)}`,
    addRally: "Add a rally",
    addRallyHint: "Go to its beginning and set it, then to its end.",
    backwards: "The end has to come after the beginning.",
    overlaps: (index: number) =>
      `At this time rally ${formatNumber(index + 1, locale)} is played. Shorten or remove that one first.`,
    list: (count: number) => `Your corrections (${formatNumber(count, locale)})`,
    listHint: "They are kept when the video is analysed again.",
    hitDone: describeHit,
    rallyDone: describeRally,
    more: (count: number) => `and ${formatNumber(count, locale)} more`,
  },
};

/** Such as "Stroke at 0:12.4 moved to 0:12.6, Anna, smash". */
function describeHit({ was, at, stroke }: HitEdit, name: string | undefined): string {
  if (at === undefined) return `No stroke at ${preciseClock(was ?? 0)}`;
  const moved = was !== undefined && Math.abs(was - at) >= 0.05 ? ` instead of ${preciseClock(was)}` : "";
  const said = [...(name === undefined ? [] : [name]), ...(stroke === undefined ? [] : [strokesEn.names[stroke]])];
  return [`${was === undefined ? "Added stroke" : "Stroke"} at ${preciseClock(at)}${moved}`, ...said].join(", ");
}

function describeRally({ was, is }: RallyEdit, winner: string | undefined): string {
  const span = ([start, end]: readonly [number, number]) => `${preciseClock(start)} to ${preciseClock(end)}`;
  if (is === undefined) return `No rally at ${was ? span(was) : ""}`;
  const moved = was && (Math.abs(was[0] - is[0]) >= 0.05 || Math.abs(was[1] - is[1]) >= 0.05);
  const words = [`${was ? "Rally" : "Added rally"} ${span(is)}${moved ? ` instead of ${span(was)}` : ""}`];
  return [...words, ...(winner === undefined ? [] : [`won by ${winner}`])].join(", ");
}

/** The texts of one language. */
export type RalliesDictionary = typeof ralliesEn;
