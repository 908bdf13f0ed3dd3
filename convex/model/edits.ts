import { checkCalibration, sameShape } from "../contract/calibration.js";
import type { Calibration, Edits, Swap } from "../contract/edits.js";
import { MAX_SWAPS } from "../contract/limits.js";
import type { Results } from "../contract/results.js";
import { failure } from "./failure.js";

/** What an owner may ask of a result, and what becomes of the edits then. Pure; throws a FunctionError where it may not be. */

export const NO_EDITS: Edits = { calibrations: [], swaps: [], hits: [], rallies: [] };

/** The edits with the calibration in place of its view's former one. Points are fractions, so it is kept as one of this video's pictures. */
export function withCalibration(edits: Edits, calibration: Calibration, results: Results): Edits {
  const size: Calibration["size"] = [results.videoWidth, results.videoHeight];
  if (calibration.view >= (results.courtDetection?.views.length ?? 0)) throw failure("calibration_view");
  if (!sameShape(calibration.size, size)) throw failure("calibration_size");
  const problem = checkCalibration(calibration.points, size);
  if (problem !== undefined) throw failure(problem);
  const { calibrations } = withoutCalibration(edits, calibration.view);
  return { ...edits, calibrations: inOrder([...calibrations, { ...calibration, size }], ({ view }) => view) };
}

export function withoutCalibration(edits: Edits, view: number): Edits {
  return { ...edits, calibrations: edits.calibrations.filter((calibration) => calibration.view !== view) };
}

/** The edits with the swap; the same swap once more changes nothing, so that a call may be repeated. */
export function withSwap(edits: Edits, swap: Swap, results: Results): Edits {
  const players = new Set(results.players.map(({ id }) => id));
  if (swap.one === swap.other || !players.has(swap.one) || !players.has(swap.other) || swap.at > results.duration) {
    throw failure("invalid_request");
  }
  const { swaps } = withoutSwap(edits, swap);
  if (swaps.length >= MAX_SWAPS) throw failure("swaps_full");
  return { ...edits, swaps: inOrder([...swaps, sorted(swap)], ({ at }) => at) };
}

export function withoutSwap(edits: Edits, swap: Swap): Edits {
  return { ...edits, swaps: edits.swaps.filter((other) => !same(sorted(other), sorted(swap))) };
}

/** Whether both lead to the same results. Both are in the order in which the functions above keep them. */
export function sameEdits(one: Edits, other: Edits): boolean {
  return same(one, other);
}

/** Who is who first makes no difference. */
function sorted({ at, one, other }: Swap): Swap {
  return { at, one: Math.min(one, other), other: Math.max(one, other) };
}

/** The items by the first of the numbers, and where that is equal, by the next. */
export function inOrder<T>(items: readonly T[], ...by: ((item: T) => number)[]): T[] {
  return [...items].sort((a, b) => by.map((number) => number(a) - number(b)).find((order) => order !== 0) ?? 0);
}

/** Whether two values of the contract are equal, whatever the order of their fields. */
export function same(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}
