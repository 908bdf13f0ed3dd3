import * as z from "zod/mini";

/** Words that the events of a match and the corrections of them share. */

export const STROKES = [
  "serve-short",
  "serve-long",
  "clear",
  "lift",
  "drop",
  "smash",
  "drive",
  "net-shot",
  "push",
  "block",
  "unknown",
] as const;
export const Stroke = z.enum(STROKES).check(z.meta({ id: "Stroke" }));
export type Stroke = z.infer<typeof Stroke>;

/** Index into `Events.sides`. */
export const Side = z.int().check(z.gte(0), z.lte(1));
export type Side = z.infer<typeof Side>;
