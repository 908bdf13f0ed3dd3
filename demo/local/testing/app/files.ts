import { v } from "convex/values";
import { action, mutation, query } from "./_generated/server.ts";

export const uploadUrl = mutation({
  args: {},
  returns: v.string(),
  handler: (ctx) => ctx.storage.generateUploadUrl(),
});

export const info = query({
  args: { id: v.id("_storage") },
  handler: async (ctx, { id }) => {
    const document = await ctx.db.system.get(id);
    return document && { ...document, url: await ctx.storage.getUrl(id) };
  },
});

export const remove = mutation({
  args: { id: v.id("_storage") },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    await ctx.storage.delete(id);
    return null;
  },
});

export const removeThenFail = mutation({
  args: { id: v.id("_storage") },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    await ctx.storage.delete(id);
    throw new Error("keep it after all");
  },
});

/** Stores a text from an action, reads it back, and deletes the file it was asked to replace. */
export const replaceByAction = action({
  args: { old: v.id("_storage"), text: v.string() },
  returns: v.object({ id: v.id("_storage"), text: v.union(v.string(), v.null()) }),
  handler: async (ctx, { old, text }) => {
    const id = await ctx.storage.store(new Blob([text], { type: "text/plain" }));
    await ctx.storage.delete(old);
    const blob = await ctx.storage.get(id);
    return { id, text: blob && (await blob.text()) };
  },
});
