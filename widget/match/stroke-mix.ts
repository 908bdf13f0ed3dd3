import type { Events } from "../../convex/contract/events.js";
import { STROKES, type Stroke } from "../../convex/contract/strokes.js";

/** How often each player played each stroke. */
export interface StrokeMix {
  /** Strokes that were played at all, in the contract's order; counts by the order of the players. */
  readonly rows: readonly { readonly stroke: Stroke; readonly counts: readonly number[] }[];
  /** All strokes of each player. */
  readonly totals: readonly number[];
  /** Hits whose hitter is not known: they belong to nobody's mix. */
  readonly ofNobody: number;
}

/** The mix of these players. */
export function strokeMix({ hits }: Events, players: readonly number[]): StrokeMix {
  const counted = STROKES.map((stroke) => {
    const played = hits.filter((hit) => hit.stroke === stroke);
    return { stroke, counts: players.map((id) => played.filter(({ hitter }) => hitter === id).length) };
  });
  return {
    rows: counted.filter(({ counts }) => counts.some((count) => count > 0)),
    totals: players.map((id) => hits.filter(({ hitter }) => hitter === id).length),
    ofNobody: hits.filter(({ hitter }) => hitter === undefined || !players.includes(hitter)).length,
  };
}
