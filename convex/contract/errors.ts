import * as z from "zod/mini";
import { MAX_HIT_EDITS, MAX_RALLY_EDITS, MAX_SWAPS } from "./limits.js";

/**
 * Everything that can go wrong, by code. `message` is the English sentence that a visitor reads; other languages
 * replace it by code. `retryable` says whether the same video may succeed when it is tried again.
 */
export const errors = {
  // Refused before or while a file goes up.
  file_empty: {
    retryable: false,
    message: "This file is empty. Choose the video again, or export it once more from your camera app.",
  },
  file_too_large: {
    retryable: false,
    message: "This video is larger than 1 GB. Trim it, or export it at a lower resolution.",
  },
  file_type_unsupported: {
    retryable: false,
    message: "This is not a video type we can read. Use MP4, MOV, WebM, MKV, AVI or MPEG.",
  },
  upload_interrupted: {
    retryable: true,
    message: "The upload stopped before the whole video had arrived. Choose the file again to send it once more.",
  },
  upload_abandoned: {
    retryable: false,
    message: "The upload was never finished, so what had arrived was deleted. Choose the file again.",
  },
  upload_part_invalid: {
    retryable: true,
    message: "A piece of the video was damaged on its way. Choose the file again to send it once more.",
  },
  // Rights and quotas.
  site_unknown: {
    retryable: false,
    message: "This page is not set up for match analysis: its site key is not known. Tell the site's owner.",
  },
  not_found: { retryable: false, message: "This analysis does not exist, or you may not see it." },
  rate_limited: {
    retryable: true,
    message: "Too much was asked for in a short time. Wait a little and try again.",
  },
  invalid_request: { retryable: false, message: "The request was not understood. Reload the page and try again." },
  invalid_state: { retryable: false, message: "That is not possible at this point of the analysis." },
  unauthorized: { retryable: false, message: "The request carried no right to do this." },
  superseded: { retryable: false, message: "A newer attempt has taken over this analysis." },
  cancelled: { retryable: false, message: "The analysis was cancelled." },
  // The source, as the worker receives it.
  source_unavailable: {
    retryable: true,
    message: "The stored video could not be fetched for analysis. Try again in a moment.",
  },
  source_stalled: {
    retryable: true,
    message: "Fetching the stored video for analysis stopped half-way. Try again in a moment.",
  },
  source_mismatch: {
    retryable: false,
    message: "The stored video is not the one that was sent. Choose the file again.",
  },
  // The video itself.
  video_unreadable: {
    retryable: false,
    message: "This file does not hold a video that can be read. Export it again as MP4.",
  },
  video_truncated: {
    retryable: false,
    message: "The end of this video is missing. Copy it from the camera again, then choose the new file.",
  },
  video_no_picture: {
    retryable: false,
    message: "This file holds sound but no picture. Choose the video recording of the match.",
  },
  video_too_small: {
    retryable: false,
    message: "The picture of this video is too small to make out players. Use at least 144 pixels on the shorter side.",
  },
  video_too_long: { retryable: false, message: "This video is longer than two hours. Cut it into single matches." },
  video_still: {
    retryable: false,
    message: "Nothing moves in this video: it shows one still picture. Choose a recording of play.",
  },
  video_codec_unsupported: {
    retryable: false,
    message: "This video is coded in a way we cannot read. Export it as H.264 MP4.",
  },
  // Somebody's calibration of the court.
  calibration_points: {
    retryable: false,
    message: "Too few points: place at least four, each on another spot of the court.",
  },
  calibration_crossed: {
    retryable: false,
    message: "The court's outline crosses itself. Put each point on its own corner: near or far, left or right.",
  },
  calibration_flat: {
    retryable: false,
    message: "The points lie almost on one line. Spread them over the court.",
  },
  calibration_mirrored: {
    retryable: false,
    message: "Left and right, or near and far, are the wrong way round. Exchange the points.",
  },
  calibration_implausible: {
    retryable: false,
    message: "No camera could see a court in this shape. Check each point against the painted lines.",
  },
  calibration_outside: {
    retryable: false,
    message: "A point is too far outside the picture. Use a crossing of lines that can be seen instead.",
  },
  calibration_size: {
    retryable: false,
    message: "This calibration was made for a video with a picture of another shape. Place the points anew.",
  },
  calibration_view: {
    retryable: false,
    message: "This video does not have the camera view that the calibration is meant for. Place the points anew.",
  },
  calibrations_full: {
    retryable: false,
    message: "No more calibrations can be saved. Delete one that is not used any more.",
  },
  swaps_full: {
    retryable: false,
    message: `No more exchanges of players can be made: ${MAX_SWAPS} are the most for one video. Undo one first.`,
  },
  hit_corrections_full: {
    retryable: false,
    message: `No more hits can be corrected: ${MAX_HIT_EDITS} are the most for one video. Undo a correction first.`,
  },
  rally_corrections_full: {
    retryable: false,
    message: `No more rallies can be corrected: ${MAX_RALLY_EDITS} are the most for one video. Undo a correction first.`,
  },
  rallies_overlap: {
    retryable: false,
    message: "Two rallies cannot be played at the same time. Shorten or remove the other one first.",
  },
  observations_missing: {
    retryable: false,
    message: "What was seen in this video is no longer stored, so nothing can be computed again. Send the video anew.",
  },
  // The analysis.
  worker_unavailable: {
    retryable: true,
    message: "The analysis service cannot be reached right now. Try again in a few minutes.",
  },
  worker_bad_answer: {
    retryable: true,
    message: "The analysis service gave an answer that makes no sense. Try again in a few minutes.",
  },
  worker_lost: {
    retryable: true,
    message: "The analysis stopped reporting, several times over. Try again in a few minutes.",
  },
  worker_crashed: {
    retryable: true,
    message: "The analysis broke off unexpectedly. Try again; if it happens again, try a shorter video.",
  },
  worker_disk_full: {
    retryable: true,
    message: "The analysis service has no room left for this video. Try again later.",
  },
  worker_timeout: { retryable: true, message: "The analysis took longer than is allowed. Try a shorter video." },
  results_rejected: {
    retryable: true,
    message:
      "The analysis finished, but its result was not accepted. Try again; if it happens again, tell the site's owner.",
  },
  internal_error: { retryable: true, message: "Something went wrong on our side. Try again in a few minutes." },
} as const satisfies Record<string, { retryable: boolean; message: string }>;

export type ErrorCode = keyof typeof errors;

export const errorCodes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];

export const ErrorCode = z.enum(errorCodes).check(z.meta({ id: "ErrorCode" }));

/** What went wrong with a video, as a viewer sees it. */
export const VideoError = z.strictObject({
  code: ErrorCode,
  message: z.string(),
  retryable: z.boolean(),
});
export type VideoError = z.infer<typeof VideoError>;

/** Data of the ConvexError that a function throws. `retryAfterMs` comes with `rate_limited`. */
export const FunctionError = z.object({
  code: ErrorCode,
  message: z.string(),
  retryAfterMs: z.optional(z.number().check(z.nonnegative())),
});
export type FunctionError = z.infer<typeof FunctionError>;

/** The error of `code` as every reader of it receives it. */
export function videoError(code: ErrorCode): VideoError {
  return { code, message: errors[code].message, retryable: errors[code].retryable };
}
