import type { Doc } from "../_generated/dataModel.js";
import type { QueryCtx } from "../_generated/server.js";
import { failure } from "./failure.js";
import { hashToken, sameHash } from "./tokens.js";

/** Ids come as plain strings: one that is malformed deserves the same answer as one that does not exist. */
export interface OwnerClaim {
  videoId: string;
  ownerToken: string;
}

export interface ViewerClaim {
  videoId: string;
  ownerToken?: string;
  shareToken?: string;
}

/** The site of a public key. Throws `site_unknown`. */
export async function requireSite(ctx: QueryCtx, siteKey: string): Promise<Doc<"sites">> {
  const site = await ctx.db
    .query("sites")
    .withIndex("by_key", (index) => index.eq("key", siteKey))
    .unique();
  if (site === null) throw failure("site_unknown");
  return site;
}

/** The video, if the token is its owner's. Throws `not_found`, whether the id or the token is wrong. */
export async function requireOwner(ctx: QueryCtx, claim: OwnerClaim): Promise<Doc<"videos">> {
  const video = await findVideo(ctx, claim.videoId);
  if (video === null || !(await holds(claim.ownerToken, video.ownerTokenHash))) throw failure("not_found");
  return video;
}

/** The video and what the caller may do with it. Throws `not_found`. */
export async function requireViewer(
  ctx: QueryCtx,
  claim: ViewerClaim,
): Promise<{ video: Doc<"videos">; access: "owner" | "viewer" }> {
  const video = await findVideo(ctx, claim.videoId);
  if (video === null) throw failure("not_found");
  if (await holds(claim.ownerToken, video.ownerTokenHash)) return { video, access: "owner" };
  if (await holds(claim.shareToken, video.shareTokenHash)) return { video, access: "viewer" };
  const site = await ctx.db.get("sites", video.siteId);
  if (site?.publicResults !== true) throw failure("not_found");
  return { video, access: "viewer" };
}

async function findVideo(ctx: QueryCtx, videoId: string): Promise<Doc<"videos"> | null> {
  const id = ctx.db.normalizeId("videos", videoId);
  return id === null ? null : await ctx.db.get("videos", id);
}

async function holds(token: string | undefined, hash: string): Promise<boolean> {
  return token !== undefined && sameHash(await hashToken(token), hash);
}
