import { v } from "convex/values";
import { internalMutation, mutation, query } from "./_generated/server.js";
import { requireSite } from "./model/access.js";
import * as model from "./model/calibrations.js";
import { vNewCalibration, vSavedCalibration } from "./model/validators.js";

const visitor = { siteKey: v.string(), ownerToken: v.string() };

/** The calibrations that a visitor kept on a site, and those that its operator shared. */
export const list = query({
  args: visitor,
  returns: v.array(vSavedCalibration),
  handler: async (ctx, { siteKey, ownerToken }) => {
    const site = await requireSite(ctx, siteKey);
    return await model.listCalibrations(ctx, site, ownerToken);
  },
});

/** Keeps a calibration for a venue and camera; one of the same name is replaced. Returns its id. */
export const save = mutation({
  args: vNewCalibration.extend(visitor),
  returns: v.string(),
  handler: async (ctx, { siteKey, ownerToken, ...calibration }) => {
    const site = await requireSite(ctx, siteKey);
    return await model.saveCalibration(ctx, site, ownerToken, calibration);
  },
});

/** Deletes a calibration that the visitor kept. */
export const remove = mutation({
  args: { calibrationId: v.string(), ownerToken: v.string() },
  returns: v.null(),
  handler: async (ctx, claim) => {
    const { _id } = await model.requireKeeper(ctx, claim);
    await ctx.db.delete("calibrations", _id);
    return null;
  },
});

/** Offers a calibration to every visitor of its site: `npx convex run calibrations:share '{"calibrationId": "...", "shared": true}'`. */
export const share = internalMutation({
  args: { calibrationId: v.string(), shared: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { calibrationId, shared }) => {
    const { _id } = await model.findCalibration(ctx, calibrationId);
    await ctx.db.patch("calibrations", _id, { shared });
    return null;
  },
});
