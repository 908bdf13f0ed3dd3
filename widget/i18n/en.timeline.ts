import type { Stroke } from "../../convex/contract/strokes.js";
import { strokesEn } from "./en.strokes.js";
import { formatNumber } from "./format.js";
import { formatClock, formatTimeInWords } from "./time.js";

const locale = "en";

const ofRally = (number: number, count: number) =>
  `Rally ${formatNumber(number, locale)} of ${formatNumber(count, locale)}`;

/** The texts of the timeline, in English; they are loaded with it. */
export const timelineEn = {
  title: "Timeline",
  slider: "Moment in the match, on the timeline",
  keys: "Arrow keys move by a second, Page Up and Page Down by ten. N and P lead to the next rally and the one before, H and G to the next hit and the one before. Plus and minus zoom, W shows the whole match, Shift with an arrow key moves what is shown.",
  clock: formatClock,
  time: (seconds: number) => formatTimeInWords(seconds, locale),
  rally: ofRally,
  highlight: "highlight",
  between: "Between rallies",
  stroke: (number: number, stroke: Stroke, name: string | undefined) =>
    `stroke ${formatNumber(number, locale)}: ${strokesEn.names[stroke]}${name === undefined ? "" : `, ${name}`}`,
  zoom: "Zoom",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  whole: "Whole match",
  shown: (start: number, end: number) => `Shown: ${formatClock(start)} to ${formatClock(end)}`,
  legend: {
    rallies: "Rallies",
    hits: (name: string) => `Hits: ${name}`,
    strangers: "Hits of somebody else, or not known",
    swing: "told by the swing, no shuttle seen",
    highlights: "Highlights",
  },
};

/** The texts of one language. */
export type TimelineDictionary = typeof timelineEn;
