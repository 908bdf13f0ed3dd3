import * as z from "zod/mini";
import { FloorPoint } from "./court.js";
import { MAX_PLAYERS } from "./limits.js";
import { Count, Fraction, Seconds } from "./primitives.js";
import { Side, Stroke } from "./strokes.js";

/**
 * What happened in the match: hits, strokes, rallies, points and highlights. docs/metrics.md defines each. One file, packed like a segment (gzip over
 * MessagePack), that charts, lists and timelines read whole.
 */

export const EVENTS_VERSION = 1;

/** Most of each that one video keeps; two hours hold some 250 rallies and 3000 hits. */
export const MAX_RALLIES = 1000;
export const MAX_HITS = 20_000;
export const MAX_HIGHLIGHTS = 30;

/** Speed at which a falling shuttle stops gaining any, m/s: Cooke, Computer simulation of shuttlecock trajectories, Sports Engineering 5 (2002). */
export const TERMINAL_SPEED = 6.8;

/** A smash that left the racket faster has never been measured, m/s: 565 km/h, the record of 2023. */
export const MAX_SHUTTLE_SPEED = 157;

const PlayerId = z.int().check(z.gte(1), z.lte(MAX_PLAYERS));
const Metres = z.number().check(z.gte(-1), z.lte(30));
const ShuttleSpeed = z.number().check(z.gte(0), z.lte(MAX_SHUTTLE_SPEED));

/** A figure that is not known exactly: it lies between the two in nine of ten cases. m/s. */
export const SpeedInterval = z
  .strictObject({ low: ShuttleSpeed, high: ShuttleSpeed })
  .check(z.meta({ id: "SpeedInterval" }));
export type SpeedInterval = z.infer<typeof SpeedInterval>;

/** The shuttle's way from a hit to the next contact, floor or net. World frame of court.ts. Absent parts are not known. */
export const Flight = z
  .strictObject({
    /** Off the racket. */
    speed: z.optional(SpeedInterval),
    /** Height above the floor at the contact, and where the net is crossed. */
    contactHeight: z.optional(Metres),
    netHeight: z.optional(Metres),
    /** The highest point above the floor. */
    peakHeight: z.optional(Metres),
    /** Where it was hit, on the floor below. */
    from: z.optional(FloorPoint),
    /** Where it ended: below the next contact, or where it came down. */
    to: z.optional(FloorPoint),
    /** Whether `to` is where it came down. */
    landed: z.boolean(),
  })
  .check(z.meta({ id: "Flight" }));
export type Flight = z.infer<typeof Flight>;

/** How the machine told a hit before somebody corrected it. */
export const MachineHit = z
  .strictObject({ time: Seconds, hitter: z.optional(PlayerId), stroke: Stroke })
  .check(z.meta({ id: "MachineHit" }));
export type MachineHit = z.infer<typeof MachineHit>;

export const Hit = z
  .strictObject({
    /** Presentation time, seconds, and number of the frame that is nearest to the contact. */
    time: Seconds,
    frame: Count,
    /** That there was a contact at all. */
    confidence: Fraction,
    /** shuttle: its flight turns here; swing: only the racket's arm was seen, no visible shuttle supports it. */
    support: z.enum(["shuttle", "swing"]),
    hitter: z.optional(PlayerId),
    hitterConfidence: z.optional(Fraction),
    stroke: Stroke,
    strokeConfidence: Fraction,
    hand: z.optional(z.enum(["forehand", "backhand"])),
    flight: Flight,
    /** Whether somebody added or changed it; with what the machine said, if it said anything. */
    edited: z.boolean(),
    machine: z.optional(MachineHit),
  })
  .check(z.meta({ id: "Hit" }));
export type Hit = z.infer<typeof Hit>;

/** How the machine told a rally before somebody corrected it. */
export const MachineRally = z
  .strictObject({ start: Seconds, end: Seconds, winner: z.optional(Side) })
  .check(z.meta({ id: "MachineRally" }));
export type MachineRally = z.infer<typeof MachineRally>;

/** in, out: where the shuttle came down; net: it did not pass; unknown: not seen, or too near to the line to tell. */
export const RallyEnding = z.enum(["in", "out", "net", "unknown"]).check(z.meta({ id: "RallyEnding" }));
export type RallyEnding = z.infer<typeof RallyEnding>;

export const Rally = z
  .strictObject({
    /** From the serve's contact to the moment at which the shuttle was dead. */
    start: Seconds,
    end: Seconds,
    confidence: Fraction,
    /** The video begins after its serve, or ends (or cuts away) before its end. */
    startUnseen: z.boolean(),
    endUnseen: z.boolean(),
    /** Its hits: `hits` of them from `firstHit` on in `Events.hits`. */
    firstHit: Count,
    hits: Count,
    server: z.optional(PlayerId),
    lastHitter: z.optional(PlayerId),
    ending: RallyEnding,
    landing: z.optional(FloorPoint),
    /** Metres from the landing to the nearest line that decides, positive inside; with its uncertainty (standard deviation). */
    margin: z.optional(z.number().check(z.gte(-30), z.lte(30))),
    marginError: z.optional(z.number().check(z.nonnegative())),
    /** Who most likely won the point. */
    winner: z.optional(Side),
    winnerConfidence: z.optional(Fraction),
    /** Points of both sides after this rally in its game; absent when the winners are not sure enough. */
    score: z.optional(z.tuple([Count, Count])),
    /** Game of the match, from 1, as far as the score is told. */
    game: z.optional(z.int().check(z.gte(1), z.lte(3))),
    /** As of a hit. */
    edited: z.boolean(),
    machine: z.optional(MachineRally),
  })
  .check(z.meta({ id: "Rally" }));
export type Rally = z.infer<typeof Rally>;

/** Why a rally is worth watching; `value` is the strokes, m/s, metres or strokes at the net that say so. */
export const HIGHLIGHT_REASONS = [
  "longest",
  "fastest_smash",
  "ground_covered",
  "diving_recovery",
  "net_exchange",
] as const;
export const HighlightKind = z.enum(HIGHLIGHT_REASONS).check(z.meta({ id: "HighlightKind" }));
export type HighlightKind = z.infer<typeof HighlightKind>;

export const HighlightReason = z
  .strictObject({
    kind: HighlightKind,
    value: z.number().check(z.nonnegative()),
    player: z.optional(PlayerId),
  })
  .check(z.meta({ id: "HighlightReason" }));
export type HighlightReason = z.infer<typeof HighlightReason>;

export const Highlight = z
  .strictObject({
    /** Index into `Events.rallies`. */
    rally: Count,
    reasons: z.array(HighlightReason).check(z.minLength(1), z.maxLength(HIGHLIGHT_REASONS.length)),
  })
  .check(z.meta({ id: "Highlight" }));
export type Highlight = z.infer<typeof Highlight>;

/** The file. Hits and rallies in order of time; highlights best first. */
export const Events = z
  .strictObject({
    version: z.literal(EVENTS_VERSION),
    /** Who plays with whom: ids of the two sides, that of the lowest id first. Empty when they cannot be told. */
    sides: z.array(z.array(PlayerId).check(z.minLength(1), z.maxLength(2))).check(z.maxLength(2)),
    hits: z.array(Hit).check(z.maxLength(MAX_HITS)),
    rallies: z.array(Rally).check(z.maxLength(MAX_RALLIES)),
    highlights: z.array(Highlight).check(z.maxLength(MAX_HIGHLIGHTS)),
  })
  .check(z.meta({ id: "Events" }));
export type Events = z.infer<typeof Events>;
