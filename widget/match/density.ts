import type { PlayerMetrics } from "../../convex/contract/metrics.js";
import type { Player } from "../../convex/contract/results.js";
import type { MotionData } from "../client/motion.js";
import { halfAt, type Half } from "../court/own.js";

/** Whose figures are shown on which half. */
export interface OnHalf {
  readonly id: number;
  readonly half: Half;
  readonly metrics: PlayerMetrics;
}

/**
 * Figures are drawn on the half of their player, and a half has room for one: of those who share it at `seconds`, the one who was
 * chosen last. `chosen` holds identities, the last chosen last.
 */
export function figuresOnHalves(
  players: readonly Pick<Player, "id" | "metrics">[],
  motion: MotionData | undefined,
  chosen: readonly number[],
  seconds: number,
): OnHalf[] {
  const shown = new Map<Half, OnHalf>();
  for (const id of chosen) {
    const metrics = players.find((player) => player.id === id)?.metrics;
    const path = motion?.paths.find((candidate) => candidate.id === id);
    const half = path && halfAt(path, seconds);
    if (metrics && half) shown.set(half, { id, half, metrics });
  }
  return [...shown.values()];
}
