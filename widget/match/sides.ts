import type { Events } from "../../convex/contract/events.js";
import type { Look } from "./looks.js";

/** Who plays on a side, in the order of the looks; nobody where the sides cannot be told. */
export function looksOfSide(
  { sides }: Pick<Events, "sides">,
  side: number | undefined,
  looks: readonly Look[],
): Look[] {
  const ids = side === undefined ? [] : (sides[side] ?? []);
  return looks.filter(({ id }) => ids.includes(id));
}
