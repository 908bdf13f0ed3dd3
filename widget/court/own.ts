import { ZONE_COLUMN_BOUNDS, ZONE_COLUMNS, ZONE_ROW_BOUNDS, ZONE_ROWS } from "../../convex/contract/metrics.js";
import { METRE_SCALE, MOTION_STEP } from "../../convex/contract/segment.js";
import type { MotionPathData } from "../client/motion.js";
import { HALF_LENGTH, HALF_WIDTH, type Floor } from "./model.js";

/** A half of the court: near is the camera's. */
export type Half = "near" | "far";

export type ZoneRow = (typeof ZONE_ROWS)[number];
export type ZoneColumn = (typeof ZONE_COLUMNS)[number];

/** A zone of one's own half, and its edges in the own frame, metres. */
export interface Zone {
  readonly row: ZoneRow;
  readonly column: ZoneColumn;
  readonly left: number;
  readonly right: number;
  readonly net: number;
  readonly back: number;
}

export const halfOf = ([, y]: Floor): Half => (y < 0 ? "near" : "far");

/** A place in the own frame of convex/contract/metrics.ts: x to the player's right, y from the net. */
export const toOwn = ([x, y]: Floor): Floor => (y < 0 ? [x, -y] : [-x, y]);

/** A place of the own frame in the world, for whoever plays on that half. */
export const fromOwn = ([x, y]: Floor, half: Half): Floor => (half === "near" ? [x, -y] : [-x, y]);

/** The zones, in the order in which shares are stored. */
export const ZONES: readonly Zone[] = ZONE_ROWS.flatMap((row, rowIndex) => {
  const edges = [0, ...ZONE_ROW_BOUNDS, HALF_LENGTH];
  const sides = [-HALF_WIDTH, ...ZONE_COLUMN_BOUNDS, HALF_WIDTH];
  return ZONE_COLUMNS.map((column, columnIndex) => ({
    row,
    column,
    left: sides[columnIndex] ?? 0,
    right: sides[columnIndex + 1] ?? 0,
    net: edges[rowIndex] ?? 0,
    back: edges[rowIndex + 1] ?? 0,
  }));
});

/** The zone of a place in the own frame; what is beyond the lines belongs to the zone beside. */
export function zoneOf([x, y]: Floor): { readonly row: ZoneRow; readonly column: ZoneColumn } {
  const row = ZONE_ROWS[ZONE_ROW_BOUNDS.filter((bound) => y >= bound).length] ?? "rear";
  const column = ZONE_COLUMNS[ZONE_COLUMN_BOUNDS.filter((bound) => x >= bound).length] ?? "right";
  return { row, column };
}

/** The half on which a player was last seen at `seconds`, or is first seen after it; undefined if never. */
export function halfAt({ position, state }: MotionPathData, seconds: number): Half | undefined {
  const now = Math.min(state.length - 1, Math.floor(seconds / MOTION_STEP));
  const known = (sample: number) => state[sample] !== 0;
  let sample = now;
  while (sample >= 0 && !known(sample)) sample--;
  if (sample < 0) sample = state.findIndex((value) => value !== 0);
  return sample < 0 ? undefined : halfOf([0, (position[2 * sample + 1] ?? 0) / METRE_SCALE]);
}
