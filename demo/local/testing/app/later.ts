import { v, type GenericId } from "convex/values";
import { internal } from "./_generated/api.ts";
import { internalAction, internalMutation, mutation, query } from "./_generated/server.ts";

export const schedule = mutation({
  args: { topic: v.string(), text: v.string(), delayMs: v.number(), fail: v.optional(v.boolean()) },
  returns: v.id("_scheduled_functions"),
  handler: async (ctx, { topic, text, delayMs, fail }): Promise<GenericId<"_scheduled_functions">> => {
    const id = await ctx.scheduler.runAfter(delayMs, internal.later.write, { topic, text, fail: false });
    if (fail) throw new Error("rolled back");
    return id;
  },
});

export const scheduleFailure = mutation({
  args: { topic: v.string() },
  returns: v.null(),
  handler: async (ctx, { topic }) => {
    await ctx.scheduler.runAfter(0, internal.later.write, { topic, text: "never", fail: true });
    await ctx.scheduler.runAfter(0, internal.later.writeByAction, { topic, text: "from the action" });
    return null;
  },
});

export const cancel = mutation({
  args: { id: v.id("_scheduled_functions") },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    await ctx.scheduler.cancel(id);
    return null;
  },
});

export const write = internalMutation({
  args: { topic: v.string(), text: v.string(), fail: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { topic, text, fail }) => {
    await ctx.db.insert("notes", { topic, text });
    if (fail) throw new Error("a scheduled mutation failed");
    return null;
  },
});

export const writeByAction = internalAction({
  args: { topic: v.string(), text: v.string() },
  returns: v.null(),
  handler: async (ctx, { topic, text }) => {
    await ctx.runMutation(internal.later.write, { topic, text, fail: false });
    return null;
  },
});

/** An action that never ends by itself. */
export const hang = internalAction({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await ctx.runMutation(internal.later.write, { topic: "hang", text: "began", fail: false });
    return new Promise<never>(() => undefined);
  },
});

export const scheduleHang = mutation({
  args: {},
  returns: v.id("_scheduled_functions"),
  handler: async (ctx): Promise<GenericId<"_scheduled_functions">> =>
    ctx.scheduler.runAfter(0, internal.later.hang, {}),
});

export const stateOf = query({
  args: { id: v.id("_scheduled_functions") },
  handler: async (ctx, { id }) => (await ctx.db.system.get(id))?.state.kind ?? null,
});

export const tick = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await ctx.db.insert("notes", { topic: "cron", text: "tick" });
    return null;
  },
});
