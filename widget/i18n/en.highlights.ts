import { formatNumber } from "./format.js";

const locale = "en";
const number = (value: number) => formatNumber(value, locale);

/** The texts of the chosen rallies of a match, in English; they are loaded with them. */
export const highlightsEn = {
  title: "Highlights",
  players: (names: readonly string[]) => names.join(" – "),
  loading: "Loading the highlights…",
  failed: "The highlights could not be loaded.",
  retry: "Try again",
  older:
    "This match was analysed before rallies were told, so there are no highlights. The whole match can be watched.",
  noRallies: "No rally was made out in this match, so there are no highlights. The whole match can be watched.",
  none: "No rally of this match stands out. The whole match can be watched.",
  noneChosen: "The rallies that this page asks for are not in this match. The whole match can be watched.",
  list: "Chosen rallies",
  place: (place: number, count: number) => `${number(place)} of ${number(count)}`,
  before: (count: number) => (count === 1 ? "1 rally" : `${number(count)} rallies`),
  previous: "Previous",
  next: "Next",
  playAll: "Play all",
};

/** The texts of one language. */
export type HighlightsDictionary = typeof highlightsEn;
