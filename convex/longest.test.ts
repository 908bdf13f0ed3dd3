import { getConvexSize, type Value } from "convex/values";
import { afterEach, beforeEach, expect, test } from "vitest";
import { api, internal } from "./_generated/api.js";
import { MAX_SHOTS, MAX_VIEWS } from "./contract/court.js";
import { MAX_HIT_EDITS, MAX_PLAYERS, MAX_RALLY_EDITS, MAX_SEGMENTS, MAX_SWAPS } from "./contract/limits.js";
import { HEATMAP_COLUMNS, HEATMAP_ROWS } from "./contract/metrics.js";
import { RETIRED_RETENTION } from "./model/times.js";
import { endDeployment, RESULTS, startDeployment, type TestDeployment } from "./testing/deployment.testing.js";
import { editor } from "./testing/editing.testing.js";

/** A video as long, and with as many cuts, as the contract allows, within the limits of Convex's transactions and documents. */

let deployment: TestDeployment;

beforeEach(async () => {
  deployment = await startDeployment();
});

afterEach(endDeployment);

/** A number that takes as much room as any. */
const LONG = 7199.123456789012;

const LONGEST = {
  ...RESULTS,
  players: Array.from({ length: MAX_PLAYERS }, (_, index) => {
    const [player] = RESULTS.players;
    const heatmap = new Array<number>(HEATMAP_COLUMNS * HEATMAP_ROWS).fill(255);
    return { ...player, id: index + 1, firstSeen: LONG, lastSeen: LONG, metrics: { ...player?.metrics, heatmap } };
  }),
  segments: Array.from({ length: MAX_SEGMENTS }, (_, index) => ({
    ...{ index, start: LONG, end: LONG, firstFrame: 431_999, frames: 1200, bytes: 999_999 },
  })),
  courtDetection: {
    views: Array.from({ length: MAX_VIEWS }, () => ({
      ...{ status: "found", confidence: 0.12345678901234568, errorPx: LONG, errorCm: LONG, moving: true, still: LONG },
      camera: {
        homography: new Array<number>(9).fill(-LONG),
        distortion: -0.12345678901234568,
        projection: new Array<number>(12).fill(-LONG),
      },
    })),
    shots: Array.from({ length: MAX_SHOTS }, () => ({ first: 431_998, end: 431_999, view: 39 })),
  },
};

async function rolesOf(): Promise<Record<string, number>> {
  const files = await deployment.t.run(async (ctx) => await ctx.db.query("files").take(4000));
  return Object.fromEntries(
    [...new Set(files.map(({ role }) => role))].map((role) => [
      role,
      files.filter((file) => file.role === role).length,
    ]),
  );
}

test("is taken, updated again and again, swept and deleted", async () => {
  const { video, request } = await deployment.process(deployment.asked);
  const owner = editor(deployment, video);
  const { segments, motion, events } = await deployment.newResults(request, MAX_SEGMENTS);
  const { segments: one, ...analysis } = await deployment.results(request);
  await deployment.t.run(async (ctx) => {
    for (const id of [...one, analysis.motion, analysis.events]) await ctx.storage.delete(id);
  });
  const body = { ...analysis, results: LONGEST, motion, events, segments };
  expect(await deployment.call("/updateResults", body, request.token)).toMatchObject({ status: 200 });
  const { results } = await owner.view();
  expect(results?.courtDetection?.shots).toHaveLength(MAX_SHOTS);

  for (const at of [1, 2, 3]) {
    const again = await owner.swap(at);
    const update = { ...(await deployment.newResults(again, MAX_SEGMENTS)), results: LONGEST };
    expect(await deployment.call("/updateResults", update, again.token)).toMatchObject({ status: 200 });
  }
  expect(await rolesOf()).toMatchObject({
    rendition: 1,
    observations: 1,
    motion: 4,
    events: 4,
    segment: 4 * MAX_SEGMENTS,
  });

  await deployment.elapse(RETIRED_RETENTION + 1);
  await deployment.t.mutation(internal.files.sweepRetired, {});
  await deployment.elapseSeconds(12);
  expect(await rolesOf()).toMatchObject({ rendition: 1, observations: 1, motion: 1, events: 1, segment: MAX_SEGMENTS });

  await deployment.t.mutation(api.videos.deleteVideo, owner.claim);
  await deployment.elapseSeconds(5);
  expect(await rolesOf()).toEqual({});
  expect(await deployment.storedFiles()).toEqual([]);
}, 60_000);

test("has edits that fit into its document beside the results: those asked for, and those that the results follow", () => {
  const hit = { was: LONG, at: LONG, hitter: MAX_PLAYERS, stroke: "serve-short" };
  const rally = { was: [LONG, LONG], is: [LONG, LONG], winner: 1 };
  const edits = {
    swaps: Array.from({ length: MAX_SWAPS }, () => ({ at: LONG, one: 1, other: 2 })),
    hits: Array.from({ length: MAX_HIT_EDITS }, () => hit),
    rallies: Array.from({ length: MAX_RALLY_EDITS }, () => rally),
  };
  const size = getConvexSize({ results: LONGEST, edits, appliedEdits: edits });
  expect(size).toBeLessThan(0.95 * 1024 * 1024);
});

test("has results that fit into a document, and into what a worker may send", () => {
  expect(getConvexSize(LONGEST as Value)).toBeLessThan(0.75 * 1024 * 1024);
  const ids = Array.from({ length: MAX_SEGMENTS + 5 }, () => "k".repeat(36));
  expect(JSON.stringify({ results: LONGEST, ids }).length).toBeLessThan(0.75 * 512 * 1024);
});
