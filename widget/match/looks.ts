import type { PlayerName } from "../../convex/contract/edits.js";
import type { Player } from "../../convex/contract/results.js";

/** How a player is told from the others, without relying on colour. */
export interface Look {
  /** Identity, 1 to 4: decides colour and shape. */
  readonly id: number;
  readonly name: string;
  /** One sign for inside the shape: the name's initial, or the number where initials are alike or missing. */
  readonly sign: string;
}

/** The looks of a video's players, by typed names where there are any. */
export function looksOf(
  players: readonly Pick<Player, "id">[],
  names: readonly PlayerName[],
  usualName: (id: number) => string,
): Look[] {
  const typed = new Map(names.map(({ id, name }) => [id, name]));
  const initials = players.map(({ id }) => initialOf(typed.get(id) ?? ""));
  const plain = initials.some((initial, at) => initial === "" || initials.indexOf(initial) !== at);
  return players.map(({ id }, at) => ({
    id,
    name: typed.get(id) ?? usualName(id),
    sign: plain ? String(id) : (initials[at] ?? String(id)),
  }));
}

/** The first letter as people see it, accents and all. */
function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return (first?.segment ?? "").toLocaleUpperCase();
}

/** Outlines of radius 1 around the origin, by identity: a disc, a square, a triangle, a diamond. All of about the same area. */
const SHAPES = [
  "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z",
  "M-.89-.89h1.78v1.78h-1.78z",
  "M0-1.32L1.26.86h-2.52z",
  "M0-1.26L1.26 0 0 1.26-1.26 0z",
] as const;

export const shapeOf = (id: number): string => SHAPES[(id - 1) % SHAPES.length] ?? SHAPES[0];
