import * as z from "zod/mini";
import { FloorPoint } from "./court.js";
import { Count, Fraction, Seconds } from "./primitives.js";

/**
 * Numbers about how a player moved; docs/metrics.md defines each and names its source. Metres, seconds, m/s. They hold for the time in which the
 * player's place on the court is known.
 *
 * Own frame: what concerns places is told as the player sees it, whichever half that is at the time: origin on the floor under the
 * middle of the net, x to the player's right when facing the net, y from the net to the player's own baseline.
 */

/** Lower bounds, m/s, of the second and further speed bands: standing, walking, moving, running, sprinting. */
export const SPEED_BAND_BOUNDS = [0.5, 1.5, 3, 4.5] as const;

/** The greatest speed of feet that is believed, m/s; a faster stretch is an error of the observation. */
export const MAX_PLAYER_SPEED = 9;

/** Zones of one's own half, in the order in which shares are stored: the rows from the net to the back, each from left to right. */
export const ZONE_ROWS = ["front", "middle", "rear"] as const;
export const ZONE_COLUMNS = ["left", "centre", "right"] as const;

/** Where the rows end, metres from the net: at the short service line, half-way from there to the outer edge of the baseline, and nowhere. */
export const ZONE_ROW_BOUNDS = [1.98, 4.34] as const;

/** Where the columns end, x in the own frame: thirds of the width of the singles court; what is beyond its lines belongs to the outer ones. */
export const ZONE_COLUMN_BOUNDS = [-0.863, 0.863] as const;

/** The heatmap's grid in the own frame: cells of 0.25 m from x = -3.5 and y = 0, row by row from the net. */
export const HEATMAP_CELL = 0.25;
export const HEATMAP_COLUMNS = 28;
export const HEATMAP_ROWS = 30;

/** Joints whose angles are told, degrees: 180 is a straight limb. */
export const JOINTS = [
  "left_knee",
  "right_knee",
  "left_hip",
  "right_hip",
  "left_elbow",
  "right_elbow",
  "left_shoulder",
  "right_shoulder",
] as const;
export type Joint = (typeof JOINTS)[number];

const Metres = z.number().check(z.nonnegative());
const Speed = z.number().check(z.gte(0), z.lte(MAX_PLAYER_SPEED));
const Degrees = z.number().check(z.gte(0), z.lte(180));

/** How far a joint bends over the video: median, and the 5th and 95th percentile. */
export const JointAngle = z
  .strictObject({ joint: z.enum(JOINTS), median: Degrees, low: Degrees, high: Degrees })
  .check(z.meta({ id: "JointAngle" }));
export type JointAngle = z.infer<typeof JointAngle>;

export const PlayerMetrics = z
  .strictObject({
    /** Time in play in which the player's place is known. */
    seconds: Seconds,
    distance: Metres,
    /** Over all of `seconds`, standing included. */
    averageSpeed: Speed,
    /** 95th percentile. */
    highSpeed: Speed,
    /** The greatest that is kept up for 0.2 s: the way between two places that far apart in time, straight. */
    peakSpeed: Speed,
    /** When the peak was: the middle of that time. */
    peakSpeedAt: z.optional(Seconds),
    /** 95th percentile of the acceleration's magnitude over 0.4 s, m/s2. */
    highAcceleration: z.number().check(z.nonnegative()),
    /** Seconds in each speed band. */
    speedBands: z.array(Seconds).check(z.length(SPEED_BAND_BOUNDS.length + 1)),
    /** Share of `seconds` in each zone; they sum to 1. */
    zones: z.array(Fraction).check(z.length(ZONE_ROWS.length * ZONE_COLUMNS.length)),
    /** Where the player waits, own frame. */
    base: z.optional(FloorPoint),
    /** Median time from leaving the base to being back. */
    returnSeconds: z.optional(Seconds),
    returns: Count,
    /** Median distance from the net. */
    netDistance: Metres,
    /** Median distance between partners, in doubles. */
    partnerDistance: z.optional(Metres),
    /** Kernel density, 0 to 255 for none to the densest place. */
    heatmap: z.array(z.int().check(z.gte(0), z.lte(255))).check(z.length(HEATMAP_COLUMNS * HEATMAP_ROWS)),
    /** Lunges, and the greatest distance between the feet among them. */
    lunges: Count,
    deepestLunge: z.optional(Metres),
    joints: z.array(JointAngle).check(z.maxLength(JOINTS.length)),
  })
  .check(z.meta({ id: "PlayerMetrics" }));
export type PlayerMetrics = z.infer<typeof PlayerMetrics>;

/** Why there are no metrics. */
export const MetricsGap = z
  .enum(["no_court", "court_unsure", "no_players", "players_off_court"])
  .check(z.meta({ id: "MetricsGap" }));
export type MetricsGap = z.infer<typeof MetricsGap>;

/** Players changed ends: everybody's half is the other one from here on. */
export const EndChange = z.strictObject({ at: Seconds, confidence: Fraction }).check(z.meta({ id: "EndChange" }));
export type EndChange = z.infer<typeof EndChange>;
