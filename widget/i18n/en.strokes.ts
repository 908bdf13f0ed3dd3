import type { Stroke } from "../../convex/contract/strokes.js";

/** What strokes are called, in English; shared by whatever tells of hits. */
export const strokesEn = {
  names: {
    "serve-short": "short serve",
    "serve-long": "long serve",
    clear: "clear",
    lift: "lift",
    drop: "drop",
    smash: "smash",
    drive: "drive",
    "net-shot": "net shot",
    push: "push",
    block: "block",
    unknown: "not told",
  } satisfies Record<Stroke, string>,
};

/** The texts of one language. */
export type StrokesDictionary = typeof strokesEn;
