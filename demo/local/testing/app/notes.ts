import { paginationOptsValidator } from "convex/server";
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api.ts";
import { action, env, internalMutation, internalQuery, mutation, query } from "./_generated/server.ts";

export const list = query({
  args: { topic: v.string() },
  returns: v.array(v.string()),
  handler: async (ctx, { topic }) => {
    const notes = await ctx.db
      .query("notes")
      .withIndex("by_topic", (q) => q.eq("topic", topic))
      .take(1000);
    return notes.map(({ text }) => text);
  },
});

export const page = query({
  args: { topic: v.string(), paginationOpts: paginationOptsValidator },
  handler: (ctx, { topic, paginationOpts }) =>
    ctx.db
      .query("notes")
      .withIndex("by_topic", (q) => q.eq("topic", topic))
      .order("desc")
      .paginate(paginationOpts),
});

/** How often `counted` ran, which only its own process can say. */
let runs = 0;

export const counted = query({
  args: { topic: v.string() },
  handler: async (ctx, { topic }) => {
    runs += 1;
    const first = await ctx.db
      .query("notes")
      .withIndex("by_topic", (q) => q.eq("topic", topic))
      .first();
    return { runs, text: first?.text ?? null };
  },
});

export const add = mutation({
  args: { topic: v.string(), text: v.string() },
  returns: v.id("notes"),
  handler: async (ctx, note) => {
    console.log("adding", note.text);
    return ctx.db.insert("notes", note);
  },
});

export const addAll = mutation({
  args: { topic: v.string(), texts: v.array(v.string()) },
  returns: v.null(),
  handler: async (ctx, { topic, texts }) => {
    for (const text of texts) await ctx.db.insert("notes", { topic, text });
    return null;
  },
});

export const addThenFail = mutation({
  args: { topic: v.string() },
  returns: v.null(),
  handler: async (ctx, { topic }) => {
    await ctx.db.insert("notes", { topic, text: "never" });
    throw new Error("changed my mind");
  },
});

export const refuse = mutation({
  args: {},
  returns: v.null(),
  handler: () => {
    throw new ConvexError({ code: "refused", limit: 3n, bytes: new Uint8Array([1, 2]).buffer });
  },
});

export const refuseToShow = query({
  args: {},
  returns: v.null(),
  handler: () => {
    throw new ConvexError({ code: "hidden" });
  },
});

export const refuseToAct = action({
  args: {},
  returns: v.null(),
  handler: () => {
    throw new ConvexError("not now");
  },
});

export const addByAction = action({
  args: { topic: v.string(), texts: v.array(v.string()) },
  returns: v.number(),
  handler: async (ctx, { topic, texts }): Promise<number> => {
    await Promise.all(texts.map((text) => ctx.runMutation(internal.notes.insert, { topic, text })));
    return ctx.runQuery(internal.notes.count, { topic });
  },
});

export const insert = internalMutation({
  args: { topic: v.string(), text: v.string() },
  returns: v.null(),
  handler: async (ctx, note) => {
    await ctx.db.insert("notes", note);
    return null;
  },
});

export const count = internalQuery({
  args: { topic: v.string() },
  returns: v.number(),
  handler: async (ctx, { topic }) => {
    const notes = await ctx.db
      .query("notes")
      .withIndex("by_topic", (q) => q.eq("topic", topic))
      .take(1000);
    return notes.length;
  },
});

export const remember = mutation({
  args: { count: v.int64(), bytes: v.bytes(), maybe: v.optional(v.null()) },
  returns: v.object({ count: v.int64(), bytes: v.bytes(), maybe: v.optional(v.null()) }),
  handler: async (ctx, value) => {
    await ctx.db.insert("values", value);
    return value;
  },
});

export const remembered = query({
  args: {},
  handler: (ctx) => ctx.db.query("values").first(),
});

export const environment = query({
  args: { name: v.string() },
  returns: v.object({ generated: v.union(v.string(), v.null()), process: v.union(v.string(), v.null()) }),
  handler: (_ctx, { name }) => ({ generated: env[name] ?? null, process: process.env[name] ?? null }),
});
