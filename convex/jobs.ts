import { v } from "convex/values";
import { internalAction, internalMutation } from "./_generated/server.js";
import { issueUploadUrl, takeFailure, takeResults, takeStatus } from "./model/callbacks.js";
import * as dispatching from "./model/dispatch.js";
import { sweepJobs } from "./model/sweeps.js";
import {
  vCallbackOutcome,
  vDispatchOutcome,
  vFailureCall,
  vJobOrder,
  vResultsCall,
  vStatusCall,
  vUploadUrlCall,
  vUploadUrlOutcome,
} from "./model/validators.js";

/** Sends a queued attempt to the worker. */
export const dispatch = internalAction({
  args: { jobId: v.id("jobs") },
  returns: v.null(),
  handler: async (ctx, { jobId }) => {
    await dispatching.dispatchJob(ctx, jobId);
    return null;
  },
});

export const beginDispatch = internalMutation({
  args: { jobId: v.id("jobs"), tokenHash: v.string() },
  returns: v.union(v.null(), vJobOrder),
  handler: async (ctx, args) => await dispatching.beginDispatch(ctx, args),
});

export const endDispatch = internalMutation({
  args: { jobId: v.id("jobs"), outcome: vDispatchOutcome },
  returns: v.null(),
  handler: async (ctx, args) => {
    await dispatching.endDispatch(ctx, args);
    return null;
  },
});

/** The four calls of the worker, through http.ts. */
export const updateStatus = internalMutation({
  args: vStatusCall.fields,
  returns: vCallbackOutcome,
  handler: async (ctx, call) => await takeStatus(ctx, call),
});

export const outputUploadUrl = internalMutation({
  args: vUploadUrlCall.fields,
  returns: vUploadUrlOutcome,
  handler: async (ctx, call) => await issueUploadUrl(ctx, call),
});

export const updateResults = internalMutation({
  args: vResultsCall.fields,
  returns: vCallbackOutcome,
  handler: async (ctx, call) => await takeResults(ctx, call),
});

export const reportFailure = internalMutation({
  args: vFailureCall.fields,
  returns: vCallbackOutcome,
  handler: async (ctx, call) => await takeFailure(ctx, call),
});

/** Cron: attempts that fell silent. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await sweepJobs(ctx);
    return null;
  },
});
