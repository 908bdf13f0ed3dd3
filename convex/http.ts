import { httpRouter } from "convex/server";
import { internal } from "./_generated/api.js";
import { httpAction } from "./_generated/server.js";
import { FailureReport, ResultsUpdate, StatusUpdate, UploadUrlRequest } from "./contract/workerApi.js";
import { answerCallback } from "./model/callbackHttp.js";

/** The worker's way back. Every call carries the token of its attempt; convex/model/callbacks.ts checks it. */
const http = httpRouter();

http.route({
  path: "/updateStatus",
  method: "POST",
  handler: httpAction((ctx, request) =>
    answerCallback(request, StatusUpdate, (call) => ctx.runMutation(internal.jobs.updateStatus, call)),
  ),
});

http.route({
  path: "/generateUploadUrl",
  method: "POST",
  handler: httpAction((ctx, request) =>
    answerCallback(request, UploadUrlRequest, (call) => ctx.runMutation(internal.jobs.outputUploadUrl, call)),
  ),
});

http.route({
  path: "/updateResults",
  method: "POST",
  handler: httpAction((ctx, request) =>
    answerCallback(request, ResultsUpdate, (call) => ctx.runMutation(internal.jobs.updateResults, call)),
  ),
});

http.route({
  path: "/reportFailure",
  method: "POST",
  handler: httpAction((ctx, request) =>
    answerCallback(request, FailureReport, (call) => ctx.runMutation(internal.jobs.reportFailure, call)),
  ),
});

export default http;
