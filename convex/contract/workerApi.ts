import * as z from "zod/mini";
import { Edits } from "./edits.js";
import { ErrorCode } from "./errors.js";
import {
  CONTRACT_VERSION,
  MAX_FILENAME_LENGTH,
  MAX_PARTS,
  MAX_OBSERVATION_BYTES,
  MAX_SEGMENTS,
  MAX_VIDEO_BYTES,
  PART_BYTES,
} from "./limits.js";
import { Count, Fraction, HttpUrl, OpaqueId, PositiveCount, Seconds, Sha256, Token } from "./primitives.js";
import { Results } from "./results.js";
import { Stage } from "./video.js";

/** One stored part of the source, in order. */
export const SourcePart = z
  .strictObject({
    url: HttpUrl,
    size: z.int().check(z.gte(1), z.lte(PART_BYTES)),
    sha256: Sha256,
  })
  .check(z.meta({ id: "SourcePart" }));
export type SourcePart = z.infer<typeof SourcePart>;

/** Convex to worker: POST /process, with the headers Modal-Key and Modal-Secret. Answered 202 at once. */
export const ProcessRequest = z
  .strictObject({
    contractVersion: z.literal(CONTRACT_VERSION),
    videoId: OpaqueId,
    /** Address of the first part. */
    videoUrl: HttpUrl,
    /** Base address of the four routes below. */
    callbackUrl: HttpUrl,
    attempt: PositiveCount,
    /** Bearer token of this attempt; dead when the attempt ends. */
    token: Token,
    /** For people to read in logs; never a path. */
    filename: z.string().check(z.maxLength(MAX_FILENAME_LENGTH)),
    size: z.int().check(z.gte(1), z.lte(MAX_VIDEO_BYTES)),
    parts: z.array(SourcePart).check(z.minLength(1), z.maxLength(MAX_PARTS)),
    edits: Edits,
  })
  .check(z.meta({ id: "ProcessRequest" }));
export type ProcessRequest = z.infer<typeof ProcessRequest>;

/** The file of observations that an earlier attempt stored. */
export const StoredObservations = z
  .strictObject({
    url: HttpUrl,
    size: z.int().check(z.gte(1), z.lte(MAX_OBSERVATION_BYTES)),
    sha256: Sha256,
  })
  .check(z.meta({ id: "StoredObservations" }));
export type StoredObservations = z.infer<typeof StoredObservations>;

/** Convex to worker: POST /interpret. Computes everything that edits change, from the observations alone; answered like /process. */
export const InterpretRequest = z
  .strictObject({
    contractVersion: z.literal(CONTRACT_VERSION),
    videoId: OpaqueId,
    callbackUrl: HttpUrl,
    attempt: PositiveCount,
    token: Token,
    observations: StoredObservations,
    edits: Edits,
  })
  .check(z.meta({ id: "InterpretRequest" }));
export type InterpretRequest = z.infer<typeof InterpretRequest>;

/** Worker's answer to /process and /interpret. */
export const ProcessAccepted = z
  .strictObject({ accepted: z.literal(true), videoId: OpaqueId, attempt: PositiveCount })
  .check(z.meta({ id: "ProcessAccepted" }));
export type ProcessAccepted = z.infer<typeof ProcessAccepted>;

/** Worker's answer to GET /health. */
export const WorkerHealth = z
  .strictObject({ ok: z.literal(true), contractVersion: z.int(), poseModel: z.string() })
  .check(z.meta({ id: "WorkerHealth" }));
export type WorkerHealth = z.infer<typeof WorkerHealth>;

const attemptFields = { videoId: OpaqueId, attempt: PositiveCount };

/** POST /updateStatus: progress, and the heartbeat that keeps the job's lease. */
export const StatusUpdate = z
  .strictObject({
    ...attemptFields,
    /** Rises by at least one with each update of an attempt; a lower one is ignored. */
    sequence: Count,
    stage: Stage,
    /** Of the whole analysis. */
    progress: Fraction,
    etaSeconds: z.nullable(Seconds),
  })
  .check(z.meta({ id: "StatusUpdate" }));
export type StatusUpdate = z.infer<typeof StatusUpdate>;

/** POST /generateUploadUrl: an address to which one output file can be sent. */
export const UploadUrlRequest = z.strictObject(attemptFields).check(z.meta({ id: "UploadUrlRequest" }));
export type UploadUrlRequest = z.infer<typeof UploadUrlRequest>;

export const UploadUrlAnswer = z.strictObject({ uploadUrl: HttpUrl }).check(z.meta({ id: "UploadUrlAnswer" }));
export type UploadUrlAnswer = z.infer<typeof UploadUrlAnswer>;

/** POST /updateResults: ends the attempt with success. */
export const ResultsUpdate = z
  .strictObject({
    ...attemptFields,
    results: Results,
    /**
     * Storage ids of the uploaded files; `segments` in the order of `results.segments`. /process makes all of them; /interpret makes motion file,
     * events and segments anew, and neither rendition, poster nor observations.
     */
    rendition: z.optional(OpaqueId),
    poster: z.optional(OpaqueId),
    observations: z.optional(OpaqueId),
    motion: OpaqueId,
    /** What happened in the match (events.ts); made by both. */
    events: z.optional(OpaqueId),
    segments: z.array(OpaqueId).check(z.maxLength(MAX_SEGMENTS)),
  })
  .check(z.meta({ id: "ResultsUpdate" }));
export type ResultsUpdate = z.infer<typeof ResultsUpdate>;

/** POST /reportFailure: ends the attempt without a result. Also sent after the attempt was ended by others, for its outputs. */
export const FailureReport = z
  .strictObject({
    ...attemptFields,
    code: ErrorCode,
    /** For the operator's log; never shown to a visitor. */
    detail: z.string().check(z.maxLength(2000)),
    /** Storage ids of the files that were already uploaded; they are deleted. */
    outputs: z.optional(z.array(OpaqueId).check(z.maxLength(MAX_SEGMENTS + 5))),
  })
  .check(z.meta({ id: "FailureReport" }));
export type FailureReport = z.infer<typeof FailureReport>;

/** Answer of /updateStatus, /updateResults and /reportFailure when the call was taken (also when it was a repeat). */
export const CallbackAccepted = z.strictObject({ accepted: z.literal(true) }).check(z.meta({ id: "CallbackAccepted" }));

/** Body of every refusal: 400 invalid_request, 401 unauthorized, 409 superseded or cancelled. */
export const CallbackRefused = z
  .strictObject({ code: ErrorCode, message: z.string() })
  .check(z.meta({ id: "CallbackRefused" }));
export type CallbackRefused = z.infer<typeof CallbackRefused>;
