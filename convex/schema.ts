import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { jobKinds, jobStates } from "./model/stateMachine.js";
import {
  vEdits,
  vErrorCode,
  vNewCalibration,
  vPlayerNames,
  vResults,
  vStage,
  vVideoStatus,
} from "./model/validators.js";

/** What a stored file is to its video. `observations` are what an interpretation reads; no viewer gets their address. */
const fileRoles = ["part", "rendition", "poster", "observations", "motion", "events", "segment"] as const;

export default defineSchema({
  /** The pages that may send videos. Written by sites.upsert (operator), read by videos.createVideo and videos.getVideo. */
  sites: defineTable({
    /** Public by nature: it stands in the page's source. */
    key: v.string(),
    name: v.string(),
    /** Whether anyone who knows a video's id may watch it. */
    publicResults: v.boolean(),
    /** Largest video that the site accepts, bytes. */
    maxBytes: v.number(),
  }).index("by_key", ["key"]),

  /**
   * One analysed or to-be-analysed video. Written by the public functions of videos.ts and, as its attempts go, by
   * jobs.ts; read by videos.getVideo. What changes several times a second is in `jobs`.
   */
  videos: defineTable({
    siteId: v.id("sites"),
    /** SHA-256 of the capabilities; the capabilities themselves are never stored. */
    ownerTokenHash: v.string(),
    shareTokenHash: v.string(),
    filename: v.string(),
    contentType: v.string(),
    size: v.number(),
    /** Bytes in each part but the last. */
    partSize: v.number(),
    uploadedBytes: v.number(),
    status: vVideoStatus,
    /** Number of the newest attempt; 0 before the first. */
    attempt: v.number(),
    error: v.optional(vErrorCode),
    /** First part of the source; unset when the source is not (or no longer) complete. */
    storageId: v.optional(v.id("_storage")),
    results: v.optional(vResults),
    processedVideoStorageId: v.optional(v.id("_storage")),
    posterStorageId: v.optional(v.id("_storage")),
    segmentStorageIds: v.optional(v.array(v.id("_storage"))),
    motionStorageId: v.optional(v.id("_storage")),
    /** Absent on videos that were analysed before there were events. */
    eventsStorageId: v.optional(v.id("_storage")),
    /** What the owner typed. */
    names: v.optional(vPlayerNames),
    /** What the owner asked for, and what the results follow. They differ while an update is running or has to be tried again. */
    edits: v.optional(vEdits),
    appliedEdits: v.optional(vEdits),
    /** Whether the results are being computed again, or why they could not be. */
    update: v.optional(v.union(v.literal("running"), vErrorCode)),
    /** Milliseconds since 1970, as are the times below. */
    createdAt: v.number(),
    completedAt: v.optional(v.number()),
    /** When videos.sweep must look at it: an upload that stopped, or a source that is kept for a while. */
    dueAt: v.optional(v.number()),
  }).index("by_dueAt", ["dueAt"]),

  /**
   * One attempt at analysing a video, or at interpreting it anew: the hot table. Written by jobs.ts, on the worker's reports several times a second;
   * read by videos.getVideo and by the callbacks' access check.
   */
  jobs: defineTable({
    videoId: v.id("videos"),
    attempt: v.number(),
    /** Absent on attempts of the first release, all of them analyses. */
    kind: v.optional(v.union(...jobKinds.map((kind) => v.literal(kind)))),
    state: v.union(...jobStates.map((state) => v.literal(state))),
    /** SHA-256 of the worker's token; unset until the request is sent. */
    tokenHash: v.optional(v.string()),
    /** Of the newest report. */
    sequence: v.number(),
    stage: vStage,
    progress: v.number(),
    etaSeconds: v.optional(v.number()),
    /** Attempts that fell silent, and requests in a row that the worker did not take, since the owner asked for the analysis. */
    losses: v.number(),
    refusals: v.number(),
    /** For the operator: why the attempt ended. */
    failure: v.optional(v.object({ code: vErrorCode, detail: v.string() })),
    startedAt: v.number(),
    /** When jobs.sweep takes the attempt for lost; unset once it has ended. */
    leaseUntil: v.optional(v.number()),
  })
    .index("by_videoId_and_attempt", ["videoId", "attempt"])
    .index("by_leaseUntil", ["leaseUntil"]),

  /**
   * Ledger of every stored file. Written by videos.addPart and jobs.updateResults, cleared together with the file; read by
   * jobs.beginDispatch (parts, observations) and by files.sweepOrphans, which deletes what is not in here.
   */
  files: defineTable({
    storageId: v.id("_storage"),
    videoId: v.id("videos"),
    role: v.union(...fileRoles.map((role) => v.literal(role))),
    /** Place among the parts or segments. */
    index: v.number(),
    /** Attempt that made it; 0 for parts. */
    attempt: v.number(),
    size: v.number(),
    sha256: v.string(),
    /** When files.sweepRetired deletes it: newer results have replaced it, and a player may still be reading it. */
    dueAt: v.optional(v.number()),
  })
    .index("by_storageId", ["storageId"])
    .index("by_dueAt", ["dueAt"])
    .index("by_videoId_and_role_and_index", ["videoId", "role", "index"]),

  /**
   * Calibrations that visitors of a site keep for a camera's usual place. Written by calibrations.save, remove and (operator) share, read by
   * calibrations.list.
   */
  calibrations: defineTable(
    vNewCalibration.extend({
      siteId: v.id("sites"),
      ownerTokenHash: v.string(),
      /** Whether all visitors of the site are offered it. */
      shared: v.boolean(),
      createdAt: v.number(),
    }),
  )
    .index("by_siteId_and_ownerTokenHash", ["siteId", "ownerTokenHash"])
    .index("by_siteId_and_shared", ["siteId", "shared"]),

  /** How far files.sweepOrphans has come: everything stored before `until` is in the ledger. Its only writer and reader. */
  sweeps: defineTable({ until: v.number() }),
});
