import type { Events, RallyEnding } from "../../convex/contract/events.js";
import type { Side, Stroke } from "../../convex/contract/strokes.js";
import { rallyOf, type RallyOf } from "./rallies.js";

/** Lengths by which rallies are chosen, and the strokes from which each begins. */
export const LENGTHS = { short: 1, middling: 5, long: 10 } as const;
export type Length = keyof typeof LENGTHS;

/** Which rallies are listed; what is absent does not matter. */
export interface RallyChoice {
  readonly winner?: Side | "unknown";
  readonly server?: number;
  readonly length?: Length;
  readonly stroke?: Stroke;
  readonly ending?: RallyEnding;
  readonly highlights?: boolean;
  readonly edited?: boolean;
}

export const ORDERS = ["time", "strokes", "seconds", "highlights"] as const;
/** By what the list is sorted: its own order, or the most first. */
export type Order = (typeof ORDERS)[number];

/** Every rally with what belongs to it, in order of time. */
export function ralliesOf(events: Events): RallyOf[] {
  return events.rallies.flatMap((_, index) => rallyOf(events, index) ?? []);
}

/** Length class of a rally; those without hits have none. */
export function lengthOf({ hits }: RallyOf): Length | undefined {
  if (hits.length >= LENGTHS.long) return "long";
  if (hits.length >= LENGTHS.middling) return "middling";
  return hits.length >= LENGTHS.short ? "short" : undefined;
}

/** Whether somebody corrected the rally or one of its hits. */
export const isEdited = ({ rally, hits }: RallyOf): boolean => rally.edited || hits.some(({ edited }) => edited);

/** The rallies that fit a choice, sorted. Rank among the highlights counts from the best one. */
export function chosenRallies(events: Events, choice: RallyChoice, order: Order): RallyOf[] {
  const rank = new Map(events.highlights.map(({ rally }, at) => [rally, at]));
  const most: Record<Order, (of: RallyOf) => number> = {
    time: () => 0,
    strokes: ({ hits }) => -hits.length,
    seconds: ({ rally }) => rally.start - rally.end,
    highlights: ({ index }) => rank.get(index) ?? events.rallies.length,
  };
  return ralliesOf(events)
    .filter((of) => fits(of, choice))
    .sort((one, other) => most[order](one) - most[order](other) || one.index - other.index);
}

function fits(of: RallyOf, { winner, server, length, stroke, ending, highlights, edited }: RallyChoice): boolean {
  const { rally, hits, highlight } = of;
  return (
    (winner === undefined || (winner === "unknown" ? rally.winner === undefined : rally.winner === winner)) &&
    (server === undefined || rally.server === server) &&
    (length === undefined || lengthOf(of) === length) &&
    (stroke === undefined || hits.some((hit) => hit.stroke === stroke)) &&
    (ending === undefined || rally.ending === ending) &&
    (!highlights || highlight !== undefined) &&
    (!edited || isEdited(of))
  );
}
