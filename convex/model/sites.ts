import type { Id } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { MAX_VIDEO_BYTES } from "../contract/limits.js";

export interface SiteSettings {
  key: string;
  name: string;
  /** Default: no. */
  publicResults?: boolean;
  /** Bytes; default: the largest that the system takes. */
  maxBytes?: number;
}

/** Creates the site of this key, or gives it these settings. */
export async function upsertSite(ctx: MutationCtx, settings: SiteSettings): Promise<Id<"sites">> {
  const site = { publicResults: false, maxBytes: MAX_VIDEO_BYTES, ...settings };
  const known = await ctx.db
    .query("sites")
    .withIndex("by_key", (index) => index.eq("key", site.key))
    .unique();
  if (known === null) return await ctx.db.insert("sites", site);
  await ctx.db.replace("sites", known._id, site);
  return known._id;
}
