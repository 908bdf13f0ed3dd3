import type { Doc } from "../_generated/dataModel.js";
import type { MutationCtx } from "../_generated/server.js";
import { claim, discard, findObservations, findUnclaimed, release, retire, type StoredFile } from "./files.js";
import { kindOf } from "./jobs.js";
import type { JobKind } from "./stateMachine.js";
import type { ResultsCall } from "./validators.js";

type Role = Exclude<Doc<"files">["role"], "part">;

/** A file that a worker's results name. */
interface Output {
  role: Role;
  /** Place among the segments. */
  index: number;
  id: string;
}

/** What each kind of attempt makes once, in the order of `namedOutputs`; the segments come on top. */
const SINGLE_ROLES: Record<JobKind, readonly Role[]> = {
  analysis: ["rendition", "poster", "observations", "motion", "events"],
  interpretation: ["motion", "events"],
};

function namedOutputs({ segments, ...call }: ResultsCall): Output[] {
  const single = SINGLE_ROLES.analysis.flatMap((role) => {
    const id = role === "segment" ? undefined : call[role];
    return id === undefined ? [] : [{ role, index: 0, id }];
  });
  return [...single, ...segments.map((id, index): Output => ({ role: "segment", index, id }))];
}

/** Whether an attempt made just what one of its kind makes; the events may be missing. */
function made(roles: readonly Role[], wanted: readonly Role[]): boolean {
  return roles.join() === wanted.filter((role) => role !== "events" || roles.includes(role)).join();
}

/** The files among `ids` that the attempt may call its own: nobody's, and stored since it started. */
async function findOwn(ctx: MutationCtx, job: Doc<"jobs">, ids: readonly string[]): Promise<StoredFile[]> {
  const files = await Promise.all(ids.map(async (id) => await findUnclaimed(ctx, id)));
  return files.filter((file) => file !== null).filter((file) => file.storedAt >= job.startedAt);
}

/** Deletes the attempt's own files among `ids`. */
export async function discardOutputs(ctx: MutationCtx, job: Doc<"jobs">, ids: readonly string[]): Promise<void> {
  for (const file of await findOwn(ctx, job, ids)) await discard(ctx, file.storageId);
}

/** Deletes what an attempt that is over had stored. */
export async function discardResults(ctx: MutationCtx, job: Doc<"jobs">, call: ResultsCall): Promise<void> {
  await discardOutputs(
    ctx,
    job,
    namedOutputs(call).map(({ id }) => id),
  );
}

/** Has the files go that new ones of an attempt of this kind replace. No viewer reads the observations, so they need not stay for a while. */
async function replace(ctx: MutationCtx, video: Doc<"videos">, kind: JobKind): Promise<void> {
  const { processedVideoStorageId, posterStorageId, motionStorageId, eventsStorageId, segmentStorageIds = [] } = video;
  const replaced = [motionStorageId, eventsStorageId, ...segmentStorageIds];
  if (kind === "analysis") {
    replaced.push(processedVideoStorageId, posterStorageId);
    const observations = await findObservations(ctx, video._id);
    if (observations !== null) await release(ctx, observations);
  }
  await retire(
    ctx,
    replaced.filter((id) => id !== undefined),
  );
}

/**
 * Makes results and files the video's, in place of those that they replace. False, and nothing written, where they are not just what
 * an attempt of its kind makes.
 */
export async function takeOutputs(ctx: MutationCtx, job: Doc<"jobs">, call: ResultsCall): Promise<boolean> {
  const outputs = namedOutputs(call);
  const ids = outputs.map(({ id }) => id);
  const single = outputs.map(({ role }) => role).filter((role) => role !== "segment");
  const files = await findOwn(ctx, job, ids);
  if (
    !made(single, SINGLE_ROLES[kindOf(job)]) ||
    call.segments.length !== call.results.segments.length ||
    new Set(ids).size < ids.length ||
    files.length < ids.length
  ) {
    return false;
  }
  const video = await ctx.db.get("videos", job.videoId);
  if (video === null) return false;
  await replace(ctx, video, kindOf(job));
  const placed = outputs.flatMap((output, at) => {
    const file = files[at];
    return file === undefined ? [] : [{ ...output, file }];
  });
  for (const { role, index, file } of placed) {
    await claim(ctx, file, { videoId: video._id, attempt: job.attempt, role, index });
  }
  const of = (role: Role) => placed.find((output) => output.role === role)?.file.storageId;
  await ctx.db.patch("videos", video._id, {
    results: call.results,
    processedVideoStorageId: of("rendition") ?? video.processedVideoStorageId,
    posterStorageId: of("poster") ?? video.posterStorageId,
    motionStorageId: of("motion"),
    eventsStorageId: of("events"),
    segmentStorageIds: placed.filter(({ role }) => role === "segment").map(({ file }) => file.storageId),
  });
  return true;
}
