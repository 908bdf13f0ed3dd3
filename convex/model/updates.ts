import type { Doc } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { type Edits, PlayerName } from "../contract/edits.js";
import { errors } from "../contract/errors.js";
import type { Results } from "../contract/results.js";
import { checked } from "./checked.js";
import { NO_EDITS, sameEdits } from "./edits.js";
import { failure } from "./failure.js";
import { findObservations } from "./files.js";
import { cancelCurrent, enqueue, findJob, kindOf } from "./jobs.js";
import { countUse } from "./quota.js";
import { typedName } from "./text.js";

/**
 * The update of a completed video: its results are computed again when its owner edits them. Meanwhile the old ones stay, and the video stays
 * completed. At most one attempt is under way, and it always works on the edits that the video holds.
 */

/** Has the edits of a completed video changed by `change`, and its results follow them. */
export async function edit(
  ctx: MutationCtx,
  video: Doc<"videos">,
  change: (edits: Edits, results: Results) => Edits,
  limit: "edit" | "correct" = "edit",
): Promise<void> {
  if (video.status !== "completed" || video.results === undefined) throw failure("invalid_state");
  if ((await findObservations(ctx, video._id)) === null) throw failure("observations_missing");
  await countUse(ctx, limit, video._id);
  const asked = video.edits ?? NO_EDITS;
  const edits = change(asked, video.results);
  if (sameEdits(edits, asked) && video.update === "running") return;
  await cancelCurrent(ctx, video);
  if (sameEdits(edits, video.appliedEdits ?? NO_EDITS))
    await ctx.db.patch("videos", video._id, { edits, update: undefined });
  else await startUpdate(ctx, video, edits);
}

/** Keeps the names of a completed video's players, in place of those before. */
export async function setNames(ctx: MutationCtx, video: Doc<"videos">, names: readonly PlayerName[]): Promise<void> {
  if (video.status !== "completed") throw failure("invalid_state");
  await countUse(ctx, "edit", video._id);
  const typed = names.map(({ id, name }) => checked(PlayerName, { id, name: typedName(name) }));
  if (new Set(typed.map(({ id }) => id)).size < typed.length) throw failure("invalid_request");
  await ctx.db.patch("videos", video._id, { names: typed });
}

/** Whether an update of the video, or its new analysis, failed in a way that may pass. */
export function isUpdateRetryable({ update }: Doc<"videos">): boolean {
  return update !== undefined && update !== "running" && errors[update].retryable;
}

/** Tries an update again that failed in a way which may pass. False where there is none. */
export async function retryUpdate(ctx: MutationCtx, video: Doc<"videos">): Promise<boolean> {
  const failed = await findJob(ctx, video._id, video.attempt);
  if (!isUpdateRetryable(video) || failed === null || kindOf(failed) !== "interpretation") return false;
  await startUpdate(ctx, video, video.edits ?? NO_EDITS);
  return true;
}

async function startUpdate(ctx: MutationCtx, video: Doc<"videos">, edits: Edits): Promise<void> {
  await countUse(ctx, "update", video.siteId);
  await ctx.db.patch("videos", video._id, { edits, update: "running" });
  await enqueue(ctx, video, "interpretation", { delay: 0, losses: 0, refusals: 0 });
}

/** Stops an update, or a new analysis, and takes back what it was to bring. False where none is running. */
export async function cancelUpdate(ctx: MutationCtx, video: Doc<"videos">): Promise<boolean> {
  const isAnalysedAgain = video.status === "processing" && video.results !== undefined;
  if (video.update !== "running" && !isAnalysedAgain) return false;
  await cancelCurrent(ctx, video);
  await ctx.db.patch("videos", video._id, { status: "completed", edits: video.appliedEdits, update: undefined });
  return true;
}
