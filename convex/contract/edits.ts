import * as z from "zod/mini";
import { FloorPoint, MAX_VIEWS, PicturePoint } from "./court.js";
import { Side, Stroke } from "./strokes.js";
import { MAX_HIT_EDITS, MAX_PLAYERS, MAX_RALLY_EDITS, MAX_SWAPS } from "./limits.js";
import { PositiveCount, Seconds } from "./primitives.js";

/** What people add to the machine's answer. Edits survive a new analysis; whatever depends on them is computed again. */

export const MIN_CALIBRATION_POINTS = 4;
export const MAX_CALIBRATION_POINTS = 30;
/** Longest name of a player, and of a saved calibration, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 60;

/** A place on the court and where the picture shows it. */
export const CalibrationPoint = z
  .strictObject({ floor: FloorPoint, picture: PicturePoint })
  .check(z.meta({ id: "CalibrationPoint" }));
export type CalibrationPoint = z.infer<typeof CalibrationPoint>;

/** Somebody's word on how one view shows the court. */
export const Calibration = z
  .strictObject({
    /** Index into `results.courtDetection.views`. */
    view: z.int().check(z.gte(0), z.lt(MAX_VIEWS)),
    /** Width and height of the pictures that it was made on, pixels. */
    size: z.tuple([PositiveCount, PositiveCount]),
    points: z.array(CalibrationPoint).check(z.minLength(MIN_CALIBRATION_POINTS), z.maxLength(MAX_CALIBRATION_POINTS)),
  })
  .check(z.meta({ id: "Calibration" }));
export type Calibration = z.infer<typeof Calibration>;

const PlayerId = z.int().check(z.gte(1), z.lte(MAX_PLAYERS));

/** From `at` on, the two players are each other. */
export const Swap = z.strictObject({ at: Seconds, one: PlayerId, other: PlayerId }).check(z.meta({ id: "Swap" }));
export type Swap = z.infer<typeof Swap>;

/**
 * Somebody's word on a hit. Times tie it to the video, so that it outlives a new analysis: `was` is where the machine has the hit (the nearest within
 * CORRECTION_REACH), `at` where it truly is. Without `was` it is one that the machine missed; without `at` there was none. What is absent otherwise
 * stays as the machine has it.
 */
export const HitEdit = z
  .strictObject({
    was: z.optional(Seconds),
    at: z.optional(Seconds),
    hitter: z.optional(PlayerId),
    stroke: z.optional(Stroke),
  })
  .check(z.meta({ id: "HitEdit" }));
export type HitEdit = z.infer<typeof HitEdit>;

/** Greatest distance in time at which `was` still means a hit of the machine's, seconds: half of the shortest time between two hits. */
export const CORRECTION_REACH = 0.15;

/** First and last moment of a rally, seconds. */
export const RallySpan = z.tuple([Seconds, Seconds]);

/**
 * Somebody's word on a rally, likewise: `was` is where the machine has it (the one that shares most time with it), `is` where it truly is. Without `was` the
 * machine missed it; without `is` there was none.
 */
export const RallyEdit = z
  .strictObject({
    was: z.optional(RallySpan),
    is: z.optional(RallySpan),
    /** Who won the point. */
    winner: z.optional(Side),
  })
  .check(z.meta({ id: "RallyEdit" }));
export type RallyEdit = z.infer<typeof RallyEdit>;

export const Edits = z
  .strictObject({
    calibrations: z.array(Calibration).check(z.maxLength(MAX_VIEWS)),
    swaps: z.array(Swap).check(z.maxLength(MAX_SWAPS)),
    hits: z.array(HitEdit).check(z.maxLength(MAX_HIT_EDITS)),
    rallies: z.array(RallyEdit).check(z.maxLength(MAX_RALLY_EDITS)),
  })
  .check(z.meta({ id: "Edits" }));
export type Edits = z.infer<typeof Edits>;

/** A typed name. It belongs to the person, whatever is computed again. */
export const PlayerName = z.strictObject({
  id: PlayerId,
  name: z.string().check(z.minLength(1), z.maxLength(MAX_NAME_LENGTH)),
});
export type PlayerName = z.infer<typeof PlayerName>;

/** A calibration that a site keeps for a camera's usual place. */
export const SavedCalibration = z.strictObject({
  calibrationId: z.string(),
  /** Venue and camera, as whoever saved it calls them. */
  name: z.string().check(z.minLength(1), z.maxLength(MAX_NAME_LENGTH)),
  size: Calibration.shape.size,
  points: Calibration.shape.points,
  /** Whether the asking person saved it, and may delete it. */
  own: z.boolean(),
});
export type SavedCalibration = z.infer<typeof SavedCalibration>;
