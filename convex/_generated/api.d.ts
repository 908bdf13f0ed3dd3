/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import type * as calibrations from "../calibrations.js";
import type * as contract_calibration from "../contract/calibration.js";
import type * as contract_court from "../contract/court.js";
import type * as contract_edits from "../contract/edits.js";
import type * as contract_errors from "../contract/errors.js";
import type * as contract_events from "../contract/events.js";
import type * as contract_homography from "../contract/homography.js";
import type * as contract_limits from "../contract/limits.js";
import type * as contract_mediaTypes from "../contract/mediaTypes.js";
import type * as contract_metrics from "../contract/metrics.js";
import type * as contract_primitives from "../contract/primitives.js";
import type * as contract_results from "../contract/results.js";
import type * as contract_segment from "../contract/segment.js";
import type * as contract_strokes from "../contract/strokes.js";
import type * as contract_video from "../contract/video.js";
import type * as contract_workerApi from "../contract/workerApi.js";
import type * as crons from "../crons.js";
import type * as files from "../files.js";
import type * as http from "../http.js";
import type * as jobs from "../jobs.js";
import type * as model_access from "../model/access.js";
import type * as model_calibrations from "../model/calibrations.js";
import type * as model_callbackHttp from "../model/callbackHttp.js";
import type * as model_callbacks from "../model/callbacks.js";
import type * as model_checked from "../model/checked.js";
import type * as model_corrections from "../model/corrections.js";
import type * as model_dispatch from "../model/dispatch.js";
import type * as model_edits from "../model/edits.js";
import type * as model_environment from "../model/environment.js";
import type * as model_failure from "../model/failure.js";
import type * as model_filename from "../model/filename.js";
import type * as model_files from "../model/files.js";
import type * as model_jobs from "../model/jobs.js";
import type * as model_lifecycle from "../model/lifecycle.js";
import type * as model_outputs from "../model/outputs.js";
import type * as model_owner from "../model/owner.js";
import type * as model_quota from "../model/quota.js";
import type * as model_sites from "../model/sites.js";
import type * as model_stateMachine from "../model/stateMachine.js";
import type * as model_sweeps from "../model/sweeps.js";
import type * as model_text from "../model/text.js";
import type * as model_times from "../model/times.js";
import type * as model_tokens from "../model/tokens.js";
import type * as model_updates from "../model/updates.js";
import type * as model_uploads from "../model/uploads.js";
import type * as model_validators from "../model/validators.js";
import type * as model_view from "../model/view.js";
import type * as model_worker from "../model/worker.js";
import type * as sites from "../sites.js";
import type * as videos from "../videos.js";

/**
 * A utility for referencing Convex functions in your app's API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
declare const fullApi: ApiFromModules<{
  calibrations: typeof calibrations;
  "contract/calibration": typeof contract_calibration;
  "contract/court": typeof contract_court;
  "contract/edits": typeof contract_edits;
  "contract/errors": typeof contract_errors;
  "contract/events": typeof contract_events;
  "contract/homography": typeof contract_homography;
  "contract/limits": typeof contract_limits;
  "contract/mediaTypes": typeof contract_mediaTypes;
  "contract/metrics": typeof contract_metrics;
  "contract/primitives": typeof contract_primitives;
  "contract/results": typeof contract_results;
  "contract/segment": typeof contract_segment;
  "contract/strokes": typeof contract_strokes;
  "contract/video": typeof contract_video;
  "contract/workerApi": typeof contract_workerApi;
  crons: typeof crons;
  files: typeof files;
  http: typeof http;
  jobs: typeof jobs;
  "model/access": typeof model_access;
  "model/calibrations": typeof model_calibrations;
  "model/callbackHttp": typeof model_callbackHttp;
  "model/callbacks": typeof model_callbacks;
  "model/checked": typeof model_checked;
  "model/corrections": typeof model_corrections;
  "model/dispatch": typeof model_dispatch;
  "model/edits": typeof model_edits;
  "model/environment": typeof model_environment;
  "model/failure": typeof model_failure;
  "model/filename": typeof model_filename;
  "model/files": typeof model_files;
  "model/jobs": typeof model_jobs;
  "model/lifecycle": typeof model_lifecycle;
  "model/outputs": typeof model_outputs;
  "model/owner": typeof model_owner;
  "model/quota": typeof model_quota;
  "model/sites": typeof model_sites;
  "model/stateMachine": typeof model_stateMachine;
  "model/sweeps": typeof model_sweeps;
  "model/text": typeof model_text;
  "model/times": typeof model_times;
  "model/tokens": typeof model_tokens;
  "model/updates": typeof model_updates;
  "model/uploads": typeof model_uploads;
  "model/validators": typeof model_validators;
  "model/view": typeof model_view;
  "model/worker": typeof model_worker;
  sites: typeof sites;
  videos: typeof videos;
}>;
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;

export declare const components: {
  rateLimiter: import("@convex-dev/rate-limiter/_generated/component.js").ComponentApi<"rateLimiter">;
};
