import type { Events, HighlightReason, Rally } from "../../convex/contract/events.js";
import type { Span } from "../controllers/playback-state.js";
import { shownSpan } from "./rallies.js";

/** A rally of a playlist. */
export interface PlaylistItem {
  /** Index into `Events.rallies`; people count from 1. */
  readonly index: number;
  readonly rally: Rally;
  /** What is shown of it. */
  readonly span: Span;
  /** Why it is worth watching; empty where only the page says so. */
  readonly reasons: readonly HighlightReason[];
}

/** Most numbers that are read: no match has more rallies. */
const MAX_NUMBERS = 1000;

/** The rally numbers in a text such as "12 3, 40", from 1; undefined when the text asks for nothing. */
export function rallyNumbers(text: string): readonly number[] | undefined {
  if (text.trim() === "") return undefined;
  return text
    .split(/[\s,]+/, MAX_NUMBERS)
    .map(Number)
    .filter((number) => Number.isInteger(number) && number >= 1);
}

/**
 * What is played of a match of this length, in order of time: the rallies that the page asks for, or else those that are worth watching.
 *
 * @param chosen - Rally numbers, from 1; those that there are not are left out.
 */
export function playlistOf(events: Events, duration: number, chosen: readonly number[] | undefined): PlaylistItem[] {
  const reasonsOf = new Map(events.highlights.map(({ rally, reasons }) => [rally, reasons]));
  const indices = new Set(chosen ? chosen.map((number) => number - 1) : reasonsOf.keys());
  return events.rallies.flatMap((rally, index) =>
    indices.has(index) ? [{ index, rally, span: shownSpan(rally, duration), reasons: reasonsOf.get(index) ?? [] }] : [],
  );
}

/** Place in the playlist of what is shown at `seconds`: -1 before it begins; between two, that of the one before. */
export function itemAt(items: readonly PlaylistItem[], seconds: number): number {
  return items.findLastIndex(({ span }) => span.start <= seconds + HERE);
}

/** A seek shows the frame that begins before its time, seconds. */
const HERE = 0.15;
