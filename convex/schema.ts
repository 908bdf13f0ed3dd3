import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { jobStates } from "./model/stateMachine.js";
import { vErrorCode, vResults, vStage, vVideoStatus } from "./model/validators.js";

/** What a stored file is to its video. `observations` are what an interpretation reads; no viewer gets their address. */
const fileRoles = ["part", "rendition", "poster", "observations", "motion", "segment"] as const;

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
   * One analysed or to-be-analysed video. Written by the public functions of videos.ts and, as its attempts go, by jobs.ts;
   * read by videos.getVideo. What changes several times a second is in `jobs`.
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
    /** Milliseconds since 1970, as are the times below. */
    createdAt: v.number(),
    completedAt: v.optional(v.number()),
    /** When videos.sweep must look at it: an upload that stopped, or a source that is kept for a while. */
    dueAt: v.optional(v.number()),
  }).index("by_dueAt", ["dueAt"]),

  /**
   * One attempt at analysing a video: the hot table. Written by jobs.ts, on the worker's reports several times a second;
   * read by videos.getVideo and by the callbacks' access check.
   */
  jobs: defineTable({
    videoId: v.id("videos"),
    attempt: v.number(),
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
   * jobs.beginDispatch (parts) and by files.sweepOrphans, which deletes what is not in here.
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
  })
    .index("by_storageId", ["storageId"])
    .index("by_videoId_and_role_and_index", ["videoId", "role", "index"]),

  /** How far files.sweepOrphans has come: everything stored before `until` is in the ledger. Its only writer and reader. */
  sweeps: defineTable({ until: v.number() }),
});
