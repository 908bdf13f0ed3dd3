import { v } from "convex/values";
import { internalMutation } from "./_generated/server.js";
import * as model from "./model/files.js";
import * as sweeps from "./model/sweeps.js";

/** Goes on deleting the files of a video. */
export const releaseAll = internalMutation({
  args: { videoId: v.id("videos") },
  returns: v.null(),
  handler: async (ctx, { videoId }) => {
    await model.releaseAll(ctx, videoId);
    return null;
  },
});

/** Cron: frame data that newer results replaced a while ago. */
export const sweepRetired = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await model.sweepRetired(ctx);
    return null;
  },
});

/** Cron: stored files that nothing refers to. */
export const beginOrphanSweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await sweeps.beginOrphanSweep(ctx);
    return null;
  },
});

/** Goes on with a sweep that did not fit into one transaction. */
export const sweepOrphans = internalMutation({
  args: { until: v.number(), cursor: v.string() },
  returns: v.null(),
  handler: async (ctx, args) => {
    await sweeps.sweepOrphans(ctx, args);
    return null;
  },
});
