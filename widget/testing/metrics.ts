import {
  HEATMAP_CELL,
  HEATMAP_COLUMNS,
  HEATMAP_ROWS,
  JOINTS,
  type PlayerMetrics,
} from "../../convex/contract/metrics.js";

/** Figures of a player who waits in the middle of the own half and runs to the corners. */
export function metrics(changes: Partial<PlayerMetrics> = {}): PlayerMetrics {
  return {
    seconds: 180,
    distance: 412.4,
    averageSpeed: 2.29,
    highSpeed: 4.4,
    peakSpeed: 5.52,
    peakSpeedAt: 8.4,
    highAcceleration: 5.1,
    speedBands: [22, 60, 62, 30, 6],
    zones: [0.05, 0.1, 0.08, 0.1, 0.34, 0.12, 0.06, 0.09, 0.06],
    base: [0.1, 3.4],
    returnSeconds: 1.3,
    returns: 41,
    netDistance: 3.6,
    heatmap: heatmapAround(0.1, 3.4),
    lunges: 17,
    deepestLunge: 1.32,
    joints: JOINTS.map((joint, index) => ({ joint, median: 140 + 3 * index, low: 80 + index, high: 172 })),
    ...changes,
  };
}

/** A density that falls off from a place in the own frame, metres. */
export function heatmapAround(x: number, y: number): number[] {
  return Array.from({ length: HEATMAP_COLUMNS * HEATMAP_ROWS }, (_, cell) => {
    const dx = ((cell % HEATMAP_COLUMNS) + 0.5 - HEATMAP_COLUMNS / 2) * HEATMAP_CELL - x;
    const dy = (Math.floor(cell / HEATMAP_COLUMNS) + 0.5) * HEATMAP_CELL - y;
    return Math.round(255 * Math.exp(-(dx ** 2 / 2.2 + dy ** 2 / 4)));
  });
}
