import * as z from "zod/mini";
import { Fraction } from "./primitives.js";

/**
 * The court in metres: Laws of Badminton (BWF Statutes, section 4.1), section 1 and diagram A. Distances are to the outer edges of the lines.
 *
 * World frame: origin at the court's centre under the net, x to the right and y away as the camera sees it, z up. The court is
 * symmetric, so "near" (y < 0) is the half whose floor is nearer to the camera.
 */
export const COURT_LENGTH = 13.4;
export const COURT_WIDTH = 6.1;
export const SINGLES_WIDTH = 5.18;
/** From the net to the far edge of the short service line. */
export const SHORT_SERVICE_DISTANCE = 1.98;
/** From the outer edge of the baseline to that of the doubles' long service line. */
export const LONG_SERVICE_INSET = 0.76;
export const LINE_WIDTH = 0.04;
/** Height of the net at the posts, which stand on the doubles side lines, and in the middle. */
export const NET_POST_HEIGHT = 1.55;
export const NET_MIDDLE_HEIGHT = 1.524;

/** x, y in metres on the floor, world frame; what lies farther off is not on this court. */
export const FloorPoint = z.tuple([z.number().check(z.gte(-30), z.lte(30)), z.number().check(z.gte(-30), z.lte(30))]);
export type FloorPoint = z.infer<typeof FloorPoint>;

/** x, y as fractions of the rendition's width and height; may lie outside the picture. */
export const PicturePoint = z.tuple([z.number().check(z.gte(-2), z.lte(3)), z.number().check(z.gte(-2), z.lte(3))]);
export type PicturePoint = z.infer<typeof PicturePoint>;

/**
 * How a picture shows the court. Pixels of the rendition, origin at the picture's top-left corner, so that the centre of
 * the top-left pixel is (0.5, 0.5).
 */
export const CourtCamera = z
  .strictObject({
    /** 3 x 3, row by row: floor metres (x, y, 1) to pixels as a lens without distortion would show them. */
    homography: z.array(z.number()).check(z.length(9)),
    /**
     * k1: a pixel at p is shown at c + (p - c) (1 + k1 r^2), where c is the picture's middle and r the distance of p from c in half
     * diagonals of the picture.
     */
    distortion: z.number().check(z.gte(-0.5), z.lte(0.5)),
    /** 3 x 4, row by row: the same for points in space (x, y, z, 1). Absent where heights cannot be told. */
    projection: z.optional(z.array(z.number()).check(z.length(12))),
  })
  .check(z.meta({ id: "CourtCamera" }));
export type CourtCamera = z.infer<typeof CourtCamera>;

/** found: by the worker; manual: from somebody's points; unsure: a guess that wants four clicks; none: no court is seen. */
export const CourtStatus = z.enum(["found", "manual", "unsure", "none"]).check(z.meta({ id: "CourtStatus" }));
export type CourtStatus = z.infer<typeof CourtStatus>;

/** One standpoint of the camera and the court that it sees. A broadcast comes back to the same view after each replay. */
export const CameraView = z
  .strictObject({
    status: CourtStatus,
    /** Probability, calibrated on rendered and real pictures, that the visible crossings are within 10 px at 720 lines. */
    confidence: Fraction,
    /** With status found or manual, and with unsure where there is a guess to start from. */
    camera: z.optional(CourtCamera),
    /** Root mean square distance of the painted lines from the drawn ones: pixels of the rendition, and centimetres on the floor. */
    errorPx: z.optional(z.number().check(z.nonnegative())),
    errorCm: z.optional(z.number().check(z.nonnegative())),
    /** Whether the camera moves: the frame data then tells each frame's motion. */
    moving: z.boolean(),
    /** A moment, in seconds, that shows the view well: the still to calibrate on. */
    still: z.number().check(z.nonnegative()),
  })
  .check(z.meta({ id: "CameraView" }));
export type CameraView = z.infer<typeof CameraView>;

/** Most different standpoints, and most shots, that are kept apart; what is beyond has no view. */
export const MAX_VIEWS = 40;
export const MAX_SHOTS = 4000;

/** A stretch between two cuts. */
export const Shot = z
  .strictObject({
    /** Number of the first frame, and of the frame after the last. */
    first: z.int().check(z.gte(0)),
    end: z.int().check(z.gte(1)),
    /** Index into `views`; absent for close-ups, replays and whatever else is no play. */
    view: z.optional(z.int().check(z.gte(0), z.lt(MAX_VIEWS))),
  })
  .check(z.meta({ id: "Shot" }));
export type Shot = z.infer<typeof Shot>;

/** What was seen of the court through the video: shots in order, without gaps. */
export const CourtDetection = z
  .strictObject({
    views: z.array(CameraView).check(z.maxLength(MAX_VIEWS)),
    shots: z.array(Shot).check(z.maxLength(MAX_SHOTS)),
  })
  .check(z.meta({ id: "CourtDetection" }));
export type CourtDetection = z.infer<typeof CourtDetection>;
