import { v } from "convex/values";
import { internalMutation, mutation, query } from "./_generated/server.js";
import { Calibration, HitEdit, RallyEdit, Swap } from "./contract/edits.js";
import { requireOwner, requireSite, requireViewer } from "./model/access.js";
import { checked } from "./model/checked.js";
import { withHitEdit, withoutHitEdit, withoutRallyEdit, withRallyEdit } from "./model/corrections.js";
import { withCalibration, withoutCalibration, withoutSwap, withSwap } from "./model/edits.js";
import * as owner from "./model/owner.js";
import { sweepVideos } from "./model/sweeps.js";
import { acceptPart, partUploadUrl, startUpload } from "./model/uploads.js";
import * as updates from "./model/updates.js";
import {
  vCalibration,
  vCreatedVideo,
  vHitEdit,
  vPlayerNames,
  vRallyEdit,
  vSwap,
  vVideoView,
} from "./model/validators.js";
import { videoView } from "./model/view.js";

const ownerClaim = { videoId: v.string(), ownerToken: v.string() };

/** Announces a video. The owner token is the visitor's own: whoever has it owns the video. */
export const createVideo = mutation({
  args: {
    siteKey: v.string(),
    ownerToken: v.string(),
    filename: v.string(),
    size: v.number(),
    contentType: v.string(),
  },
  returns: vCreatedVideo,
  handler: async (ctx, { siteKey, ...file }) => {
    const site = await requireSite(ctx, siteKey);
    return await startUpload(ctx, site, file);
  },
});

/** An address, valid for an hour, to which part `index` of the video is POSTed. */
export const generateUploadUrl = mutation({
  args: { ...ownerClaim, index: v.number() },
  returns: v.string(),
  handler: async (ctx, { index, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    return await partUploadUrl(ctx, video, index);
  },
});

/** Hands in a part that was sent. With the last one the video is `uploaded`. */
export const addPart = mutation({
  args: { ...ownerClaim, index: v.number(), storageId: v.string(), sha256: v.string() },
  returns: v.null(),
  handler: async (ctx, { videoId, ownerToken, ...part }) => {
    const video = await requireOwner(ctx, { videoId, ownerToken });
    await acceptPart(ctx, video, part);
    return null;
  },
});

/** The live view of a video, for its owner, for whoever has its share token, or, on a public site, for everyone. */
export const getVideo = query({
  args: { videoId: v.string(), ownerToken: v.optional(v.string()), shareToken: v.optional(v.string()) },
  returns: vVideoView,
  handler: async (ctx, claim) => {
    const { video, access } = await requireViewer(ctx, claim);
    return await videoView(ctx, video, access, claim.ownerToken);
  },
});

/**
 * Asks for the analysis, for the first time or after a failure that a retry may mend, be it of an update; with `again` also where it is completed.
 * Then what the owner added stays, and the results as well, until the new ones are there.
 */
export const processVideo = mutation({
  args: { ...ownerClaim, again: v.optional(v.boolean()) },
  returns: v.null(),
  handler: async (ctx, { again = false, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    await owner.startAnalysis(ctx, video, again);
    return null;
  },
});

/** Ends the upload or the analysis, and deletes what had arrived; or ends an update, and takes back what it was to bring. */
export const cancelVideo = mutation({
  args: ownerClaim,
  returns: v.null(),
  handler: async (ctx, claim) => {
    const video = await requireOwner(ctx, claim);
    await owner.cancelVideo(ctx, video);
    return null;
  },
});

/** Deletes the video with everything that belongs to it. */
export const deleteVideo = mutation({
  args: ownerClaim,
  returns: v.null(),
  handler: async (ctx, claim) => {
    const video = await requireOwner(ctx, claim);
    await owner.deleteVideo(ctx, video);
    return null;
  },
});

/** Names the players; whoever is not named has none. Nothing is computed again. */
export const setNames = mutation({
  args: { ...ownerClaim, names: vPlayerNames },
  returns: v.null(),
  handler: async (ctx, { names, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    await updates.setNames(ctx, video, names);
    return null;
  },
});

/** Tells how one view shows the court, in place of what was told or found before. */
export const calibrate = mutation({
  args: { ...ownerClaim, calibration: vCalibration },
  returns: v.null(),
  handler: async (ctx, { calibration, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    const sound = checked(Calibration, calibration);
    await updates.edit(ctx, video, (edits, results) => withCalibration(edits, sound, results));
    return null;
  },
});

/** Goes back to the court that the worker found in a view. */
export const clearCalibration = mutation({
  args: { ...ownerClaim, view: v.number() },
  returns: v.null(),
  handler: async (ctx, { view, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    await updates.edit(ctx, video, (edits) => withoutCalibration(edits, view));
    return null;
  },
});

/** Tells that two players are each other from a moment on. */
export const swapPlayers = mutation({
  args: { ...ownerClaim, swap: vSwap },
  returns: v.null(),
  handler: async (ctx, { swap, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    const sound = checked(Swap, swap);
    await updates.edit(ctx, video, (edits, results) => withSwap(edits, sound, results));
    return null;
  },
});

/** Takes a swap back. */
export const undoSwap = mutation({
  args: { ...ownerClaim, swap: vSwap },
  returns: v.null(),
  handler: async (ctx, { swap, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    await updates.edit(ctx, video, (edits) => withoutSwap(edits, swap));
    return null;
  },
});

/** Corrects a hit, adds one or takes one away, in place of what was said of it before, and of the correction `instead`. */
export const correctHit = mutation({
  args: { ...ownerClaim, edit: vHitEdit, instead: v.optional(vHitEdit) },
  returns: v.null(),
  handler: async (ctx, { edit, instead, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    const sound = checked(HitEdit, edit);
    await updates.edit(ctx, video, (edits, results) => withHitEdit(edits, sound, results, instead), "correct");
    return null;
  },
});

/** Takes the correction of a hit back. */
export const undoHit = mutation({
  args: { ...ownerClaim, edit: vHitEdit },
  returns: v.null(),
  handler: async (ctx, { edit, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    await updates.edit(ctx, video, (edits) => withoutHitEdit(edits, edit), "correct");
    return null;
  },
});

/** Corrects a rally, adds one or takes one away, as `correctHit` does with a hit. */
export const correctRally = mutation({
  args: { ...ownerClaim, edit: vRallyEdit, instead: v.optional(vRallyEdit) },
  returns: v.null(),
  handler: async (ctx, { edit, instead, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    const sound = checked(RallyEdit, edit);
    await updates.edit(ctx, video, (edits, results) => withRallyEdit(edits, sound, results, instead), "correct");
    return null;
  },
});

/** Takes the correction of a rally back. */
export const undoRally = mutation({
  args: { ...ownerClaim, edit: vRallyEdit },
  returns: v.null(),
  handler: async (ctx, { edit, ...claim }) => {
    const video = await requireOwner(ctx, claim);
    await updates.edit(ctx, video, (edits) => withoutRallyEdit(edits, edit), "correct");
    return null;
  },
});

/** Cron: uploads that stopped, and sources that were kept for a retry long enough. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await sweepVideos(ctx);
    return null;
  },
});
