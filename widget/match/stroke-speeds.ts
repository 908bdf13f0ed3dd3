import type { Events, Hit, SpeedInterval } from "../../convex/contract/events.js";
import { STROKES, type Stroke } from "../../convex/contract/strokes.js";

/** A hit whose speed off the racket is known within an interval. */
export interface MeasuredHit {
  readonly time: number;
  readonly speed: SpeedInterval;
}

/** One player's strokes of a kind. */
export interface StrokeSpeeds {
  readonly player: number;
  readonly stroke: Stroke;
  /** The one in the middle when they are put in order. */
  readonly usual: MeasuredHit;
  readonly fastest: MeasuredHit;
  readonly measured: number;
  /** Those without a speed included. */
  readonly played: number;
}

/** Middle of an interval, m/s. */
export const middleOf = ({ low, high }: SpeedInterval): number => (low + high) / 2;

/** The speeds of these players' strokes, by stroke in the contract's order, then by player; what was never measured is left out. */
export function strokeSpeeds({ hits }: Events, players: readonly number[]): StrokeSpeeds[] {
  return STROKES.filter((stroke) => stroke !== "unknown").flatMap((stroke) =>
    players.flatMap((player) => {
      const played = hits.filter((hit) => hit.stroke === stroke && hit.hitter === player);
      const measured = played.flatMap(measuredHit).sort((a, b) => middleOf(a.speed) - middleOf(b.speed));
      const [usual, fastest] = [measured[Math.floor((measured.length - 1) / 2)], measured.at(-1)];
      if (!usual || !fastest) return [];
      return [{ player, stroke, usual, fastest, measured: measured.length, played: played.length }];
    }),
  );
}

const measuredHit = ({ time, flight: { speed } }: Hit): MeasuredHit[] => (speed ? [{ time, speed }] : []);
