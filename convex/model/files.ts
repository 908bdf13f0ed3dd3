import { internal } from "../_generated/api.js";
import type { Doc, Id } from "../_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../_generated/server.js";
import { RETIRED_RETENTION } from "./times.js";
import { normalizeSha256 } from "./tokens.js";

/** Files that one transaction deletes; the rest follows in the next. */
const BATCH = 100;

export interface StoredFile {
  storageId: Id<"_storage">;
  size: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  /** Milliseconds since 1970. */
  storedAt: number;
}

/** A stored file that nothing refers to yet, or null: no such file, or it is somebody's. */
export async function findUnclaimed(ctx: QueryCtx, id: string): Promise<StoredFile | null> {
  const storageId = ctx.db.system.normalizeId("_storage", id);
  const file = storageId === null ? null : await ctx.db.system.get("_storage", storageId);
  if (storageId === null || file === null || (await findClaim(ctx, storageId)) !== null) return null;
  return { storageId, size: file.size, sha256: normalizeSha256(file.sha256), storedAt: file._creationTime };
}

/** The ledger's row of a stored file. */
export async function findClaim(ctx: QueryCtx, storageId: Id<"_storage">): Promise<Doc<"files"> | null> {
  return await ctx.db
    .query("files")
    .withIndex("by_storageId", (index) => index.eq("storageId", storageId))
    .unique();
}

/** Enters an unclaimed file into the ledger. */
export async function claim(
  ctx: MutationCtx,
  { storageId, size, sha256 }: StoredFile,
  owner: Pick<Doc<"files">, "videoId" | "role" | "index" | "attempt">,
): Promise<void> {
  await ctx.db.insert("files", { storageId, size, sha256, ...owner });
}

/** Deletes a file and its row in the ledger. */
export async function release(ctx: MutationCtx, file: Doc<"files">): Promise<void> {
  await ctx.db.delete("files", file._id);
  await discard(ctx, file.storageId);
}

/** Deletes a stored file; one that is gone already is no error. */
export async function discard(ctx: MutationCtx, storageId: Id<"_storage">): Promise<void> {
  if ((await ctx.db.system.get("_storage", storageId)) !== null) await ctx.storage.delete(storageId);
}

/** The parts of a video's source, in order. */
export async function sourceParts(ctx: QueryCtx, videoId: Id<"videos">, limit: number): Promise<Doc<"files">[]> {
  return await ctx.db
    .query("files")
    .withIndex("by_videoId_and_role_and_index", (index) => index.eq("videoId", videoId).eq("role", "part"))
    .take(limit);
}

/** What an analysis of the video saw, to interpret anew; null where none was kept. */
export async function findObservations(ctx: QueryCtx, videoId: Id<"videos">): Promise<Doc<"files"> | null> {
  return await ctx.db
    .query("files")
    .withIndex("by_videoId_and_role_and_index", (index) => index.eq("videoId", videoId).eq("role", "observations"))
    .unique();
}

/** Has stored files deleted a little later: newer ones have replaced them. */
export async function retire(ctx: MutationCtx, storageIds: readonly Id<"_storage">[]): Promise<void> {
  const dueAt = Date.now() + RETIRED_RETENTION;
  for (const storageId of storageIds) {
    const file = await findClaim(ctx, storageId);
    if (file !== null) await ctx.db.patch("files", file._id, { dueAt });
  }
}

/** Deletes replaced files whose time has come, batch by batch. */
export async function sweepRetired(ctx: MutationCtx): Promise<void> {
  const due = await ctx.db
    .query("files")
    .withIndex("by_dueAt", (index) => index.gt("dueAt", 0).lt("dueAt", Date.now()))
    .take(BATCH);
  for (const file of due) await release(ctx, file);
  if (due.length === BATCH) await ctx.scheduler.runAfter(0, internal.files.sweepRetired, {});
}

/** Deletes all files of a video, batch by batch. */
export async function releaseAll(ctx: MutationCtx, videoId: Id<"videos">): Promise<void> {
  const files = await ctx.db
    .query("files")
    .withIndex("by_videoId_and_role_and_index", (index) => index.eq("videoId", videoId))
    .take(BATCH);
  for (const file of files) await release(ctx, file);
  if (files.length === BATCH) await ctx.scheduler.runAfter(0, internal.files.releaseAll, { videoId });
}
