import { v } from "convex/values";
import { internalMutation } from "./_generated/server.js";
import { upsertSite } from "./model/sites.js";

/** Creates or changes a site: `npx convex run sites:upsert '{"key": "...", "name": "..."}'`. */
export const upsert = internalMutation({
  args: {
    key: v.string(),
    name: v.string(),
    publicResults: v.optional(v.boolean()),
    maxBytes: v.optional(v.number()),
  },
  returns: v.id("sites"),
  handler: async (ctx, args) => await upsertSite(ctx, args),
});
