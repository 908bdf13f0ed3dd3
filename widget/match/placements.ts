import type { Events, Hit } from "../../convex/contract/events.js";
import type { Stroke } from "../../convex/contract/strokes.js";
import type { Floor } from "../court/model.js";

/** A hit with both ends of its flight. */
export interface Placement {
  /** Index into `Events.hits`. */
  readonly index: number;
  readonly time: number;
  readonly hitter: number | undefined;
  readonly stroke: Stroke;
  readonly from: Floor;
  readonly to: Floor;
  /** Whether the shuttle came down at `to`; else somebody met it there. */
  readonly landed: boolean;
}

/** Which hits are asked for; what is absent does not matter. */
export interface PlacementChoice {
  readonly player?: number;
  readonly stroke?: Stroke;
  /** Index into `Events.rallies`. */
  readonly rally?: number;
}

export interface Placements {
  readonly placements: readonly Placement[];
  /** Hits that were asked for, but whose way is not known. */
  readonly unknown: number;
}

/** The ways of the chosen hits, in order of time. */
export function placementsOf(events: Events, choice: PlacementChoice): Placements {
  const whole = { firstHit: 0, hits: events.hits.length };
  const { firstHit, hits } = (choice.rally === undefined ? whole : events.rallies[choice.rally]) ?? {
    firstHit: 0,
    hits: 0,
  };
  const chosen = events.hits
    .map((hit, index) => ({ hit, index }))
    .slice(firstHit, firstHit + hits)
    .filter(({ hit }) => choice.player === undefined || hit.hitter === choice.player)
    .filter(({ hit }) => choice.stroke === undefined || hit.stroke === choice.stroke);
  const placements = chosen.flatMap(({ hit, index }) => placementOf(hit, index));
  return { placements, unknown: chosen.length - placements.length };
}

function placementOf({ time, hitter, stroke, flight }: Hit, index: number): Placement[] {
  const { from, to, landed } = flight;
  return from && to ? [{ index, time, hitter, stroke, from, to, landed }] : [];
}

/** The same with the hitter in the near half, whichever end the hitter had: ends are changed, and then ways to the same corner would part. */
export function fromNearHalf(placement: Placement): Placement {
  if (placement.from[1] < 0) return placement;
  const turned = ([x, y]: Floor): Floor => [-x, -y];
  return { ...placement, from: turned(placement.from), to: turned(placement.to) };
}
