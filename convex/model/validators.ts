import { zodToConvex } from "convex-helpers/server/zod4";
import { type Infer, v } from "convex/values";
import { ErrorCode } from "../contract/errors.js";
import { Calibration, Edits, HitEdit, PlayerName, RallyEdit, SavedCalibration, Swap } from "../contract/edits.js";
import { Results } from "../contract/results.js";
import { CreatedVideo, Stage, VideoStatus, VideoView } from "../contract/video.js";
import {
  FailureReport,
  InterpretRequest,
  ProcessRequest,
  ResultsUpdate,
  StatusUpdate,
  UploadUrlRequest,
} from "../contract/workerApi.js";

/** Convex validators of what the contract defines. They leave out bounds: what crosses HTTP is parsed by zod first. */
export const vErrorCode = zodToConvex(ErrorCode);
export const vVideoStatus = zodToConvex(VideoStatus);
export const vStage = zodToConvex(Stage);
export const vResults = zodToConvex(Results);
export const vVideoView = zodToConvex(VideoView);
export const vCreatedVideo = zodToConvex(CreatedVideo);
export const vPlayerNames = v.array(zodToConvex(PlayerName));
export const vEdits = zodToConvex(Edits);
export const vCalibration = zodToConvex(Calibration);
export const vSwap = zodToConvex(Swap);
export const vHitEdit = zodToConvex(HitEdit);
export const vRallyEdit = zodToConvex(RallyEdit);
export const vSavedCalibration = zodToConvex(SavedCalibration);
export const vNewCalibration = vSavedCalibration.pick("name", "size", "points");

/** Hash of the bearer token that came with a worker's call; the token itself goes no further than the HTTP action. */
const tokenHash = v.string();

export const vStatusCall = v.object({ ...zodToConvex(StatusUpdate).fields, tokenHash });
export const vUploadUrlCall = v.object({ ...zodToConvex(UploadUrlRequest).fields, tokenHash });
export const vResultsCall = v.object({ ...zodToConvex(ResultsUpdate).fields, tokenHash });
export const vFailureCall = v.object({ ...zodToConvex(FailureReport).fields, tokenHash });

export type StatusCall = Infer<typeof vStatusCall>;
export type UploadUrlCall = Infer<typeof vUploadUrlCall>;
export type ResultsCall = Infer<typeof vResultsCall>;
export type FailureCall = Infer<typeof vFailureCall>;

export const vRefusal = v.object({ refused: vErrorCode });
export type Refusal = Infer<typeof vRefusal>;

/** Answer to a worker's call. A refusal is a value, not an exception, so that what it cleaned up is committed. */
export const vCallbackOutcome = v.union(v.object({ accepted: v.literal(true) }), vRefusal);
export type CallbackOutcome = Infer<typeof vCallbackOutcome>;

export const vUploadUrlOutcome = v.union(v.object({ uploadUrl: v.string() }), vRefusal);
export type UploadUrlOutcome = Infer<typeof vUploadUrlOutcome>;

/** What the worker is asked to do, but for what only the sending action knows. */
const vAnalysisOrder = zodToConvex(ProcessRequest).omit("token", "callbackUrl", "contractVersion");
const vInterpretationOrder = zodToConvex(InterpretRequest).omit("token", "callbackUrl", "contractVersion");
export const vJobOrder = v.union(
  vAnalysisOrder.extend({ kind: v.literal("analysis") }),
  vInterpretationOrder.extend({ kind: v.literal("interpretation") }),
);
export type JobOrder = Infer<typeof vJobOrder>;

/** How the worker answered the request. */
export const vDispatchOutcome = v.union(
  v.object({ accepted: v.literal(true) }),
  /** `mayPass`: whether the same request may be taken a little later. */
  v.object({ accepted: v.literal(false), code: vErrorCode, detail: v.string(), mayPass: v.boolean() }),
);
export type DispatchOutcome = Infer<typeof vDispatchOutcome>;
