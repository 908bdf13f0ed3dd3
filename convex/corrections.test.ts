import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api } from "./_generated/api.js";
import { CORRECTION_REACH, type Edits, type HitEdit, type RallyEdit } from "./contract/edits.js";
import { MAX_HIT_EDITS, MAX_RALLY_EDITS } from "./contract/limits.js";
import { NO_EDITS } from "./model/edits.js";
import {
  endDeployment,
  expectRefusal,
  RESULTS,
  type TestDeployment,
  type TestVideo,
} from "./testing/deployment.testing.js";
import { type Editor, startEditing, swapAt } from "./testing/editing.testing.js";

let deployment: TestDeployment;
let video: TestVideo;
let owner: Editor;

beforeEach(async () => {
  ({ deployment, video, owner } = await startEditing());
});

afterEach(endDeployment);

const { duration } = RESULTS;

async function correctHit(edit: HitEdit, instead?: HitEdit): Promise<void> {
  await deployment.t.mutation(api.videos.correctHit, { ...owner.claim, edit, ...(instead && { instead }) });
  await deployment.elapse(0);
}

async function correctRally(edit: RallyEdit, instead?: RallyEdit): Promise<void> {
  await deployment.t.mutation(api.videos.correctRally, { ...owner.claim, edit, ...(instead && { instead }) });
  await deployment.elapse(0);
}

async function undoHit(edit: HitEdit): Promise<void> {
  await deployment.t.mutation(api.videos.undoHit, { ...owner.claim, edit });
  await deployment.elapse(0);
}

async function undoRally(edit: RallyEdit): Promise<void> {
  await deployment.t.mutation(api.videos.undoRally, { ...owner.claim, edit });
  await deployment.elapse(0);
}

const asked = async (): Promise<Edits> => (await owner.view()).edits!;

describe("the correction of a hit", () => {
  test("has the results computed with it, and shows as under way", async () => {
    const edit = { was: 3, at: 3.1, hitter: 2, stroke: "drop" } as const;
    await correctHit(edit);
    expect(owner.newest().edits).toEqual({ ...NO_EDITS, hits: [edit] });
    expect(await owner.view()).toMatchObject({ status: "completed", update: "running", edits: { hits: [edit] } });
    await owner.finish(owner.newest());
    expect(await owner.view()).not.toHaveProperty("update");
    expect(await asked()).toMatchObject({ hits: [edit] });
  });

  test("is kept beside the machine's other hits, in the order of time", async () => {
    await correctHit({ was: 9 });
    await correctHit({ at: 4, hitter: 1 });
    await correctHit({ was: 3, at: 5 });
    expect((await asked()).hits).toEqual([{ at: 4, hitter: 1 }, { was: 3, at: 5 }, { was: 9 }]);
  });

  test("takes the place of a former one of the same hit, which a new analysis may have moved by a frame", async () => {
    await correctHit({ was: 3, at: 3.1 });
    await correctHit({ was: 3, at: 3, stroke: "smash" });
    expect((await asked()).hits).toEqual([{ was: 3, at: 3, stroke: "smash" }]);
    await correctHit({ was: 3.04 });
    expect((await asked()).hits).toEqual([{ was: 3.04 }]);
    await correctHit({ was: 3.05 + CORRECTION_REACH });
    expect((await asked()).hits).toHaveLength(2);
  });

  test("of an added hit names the one that it takes the place of", async () => {
    await correctHit({ at: 4, hitter: 1 });
    await correctHit({ at: 6, hitter: 1 }, { at: 4, hitter: 1 });
    expect((await asked()).hits).toEqual([{ at: 6, hitter: 1 }]);
    await correctHit({ at: 6.02, hitter: 2 });
    expect((await asked()).hits).toEqual([{ at: 6.02, hitter: 2 }]);
  });

  test("that is made twice changes nothing", async () => {
    await correctHit({ at: 6 }, { at: 4 });
    await correctHit({ at: 6 }, { at: 4 });
    expect((await asked()).hits).toEqual([{ at: 6 }]);
    expect(deployment.interpretations).toHaveLength(1);
  });

  test("is taken back, and taking it back again changes nothing", async () => {
    await correctHit({ was: 3 });
    await owner.finish(owner.newest());
    await undoHit({ was: 3 });
    expect(owner.newest().edits).toEqual(NO_EDITS);
    await owner.finish(owner.newest());
    await undoHit({ was: 3 });
    expect(deployment.interpretations).toHaveLength(2);
    expect(await owner.view()).not.toHaveProperty("update");
  });

  test.each<[string, unknown]>([
    ["no hit at all", {}],
    ["a hitter who is not in the results", { was: 3, at: 3, hitter: 3 }],
    ["a hitter of no number", { was: 3, at: 3, hitter: 0 }],
    ["half a player", { was: 3, at: 3, hitter: 1.5 }],
    ["a time before the start", { at: -0.1 }],
    ["a time after the end", { at: duration + 0.1 }],
    ["a hit of the machine's after the end", { was: duration + 0.1, at: 3 }],
    ["a time that is none", { at: Number.NaN }],
    ["a time without end", { at: Number.POSITIVE_INFINITY }],
    ["the stroke of a hit that there was not", { was: 3, stroke: "smash" }],
    ["the hitter of a hit that there was not", { was: 3, hitter: 1 }],
  ])("refuses %s, and changes nothing", async (_, edit) => {
    await expectRefusal(correctHit(edit as HitEdit), "invalid_request");
    expect(await asked()).toEqual(NO_EDITS);
    expect(deployment.interpretations).toHaveLength(0);
  });

  test("knows the strokes that there are", async () => {
    await expect(correctHit({ at: 3, stroke: "volley" as HitEdit["stroke"] & string })).rejects.toThrow(/volley/);
  });
});

describe("the correction of a rally", () => {
  test("has the results computed with it", async () => {
    const edit: RallyEdit = { was: [2, 6], is: [1.5, 6.5], winner: 1 };
    await correctRally(edit);
    expect(owner.newest().edits).toEqual({ ...NO_EDITS, rallies: [edit] });
    expect(await owner.view()).toMatchObject({ update: "running" });
  });

  test("takes the place of a former one of the same rally, which a new analysis may have moved", async () => {
    await correctRally({ was: [2, 6], is: [2, 6], winner: 1 });
    await correctRally({ was: [2.5, 6.2], is: [2, 7] });
    expect((await asked()).rallies).toEqual([{ was: [2.5, 6.2], is: [2, 7] }]);
    await correctRally({ was: [8, 12] });
    expect((await asked()).rallies).toEqual([{ was: [2.5, 6.2], is: [2, 7] }, { was: [8, 12] }]);
  });

  test("of an added rally names the one that it takes the place of", async () => {
    await correctRally({ is: [2, 4] });
    await correctRally({ is: [7, 9] }, { is: [2, 4] });
    expect((await asked()).rallies).toEqual([{ is: [7, 9] }]);
  });

  test("is taken back", async () => {
    await correctRally({ was: [2, 6] });
    await correctRally({ is: [7, 9] });
    await undoRally({ was: [2, 6] });
    expect((await asked()).rallies).toEqual([{ is: [7, 9] }]);
    await undoRally({ is: [7, 9] });
    expect(await asked()).toEqual(NO_EDITS);
    expect(await owner.view()).not.toHaveProperty("update");
  });

  test("refuses two rallies at a time, and takes one that begins where the other ends", async () => {
    await correctRally({ is: [2, 4] });
    await expectRefusal(correctRally({ was: [3.5, 9], is: [3, 9] }), "rallies_overlap");
    expect((await asked()).rallies).toEqual([{ is: [2, 4] }]);
    await correctRally({ was: [3.5, 9], is: [4, 9] });
    expect((await asked()).rallies).toHaveLength(2);
  });

  test.each<[string, unknown]>([
    ["no rally at all", {}],
    ["an end before the start", { is: [5, 4] }],
    ["a rally of no length", { is: [5, 5] }],
    ["a rally after the end", { is: [5, duration + 0.1] }],
    ["a rally of the machine's after the end", { was: [5, duration + 0.1] }],
    ["a time before the start", { is: [-1, 4] }],
    ["a time that is none", { is: [Number.NaN, 4] }],
    ["a span of one time", { is: [5] }],
    ["a third side", { is: [2, 4], winner: 2 }],
    ["the winner of a rally that there was not", { was: [2, 4], winner: 0 }],
  ])("refuses %s, and changes nothing", async (_, edit) => {
    await expectRefusal(correctRally(edit as RallyEdit), "invalid_request");
    expect(await asked()).toEqual(NO_EDITS);
    expect(deployment.interpretations).toHaveLength(0);
  });
});

test("corrections are kept beside other edits, and undone one by one", async () => {
  await owner.finish(await owner.swap(3));
  await correctHit({ at: 4 });
  await correctRally({ was: [2, 6], is: [2, 5] });
  expect(owner.newest().edits).toEqual({
    ...NO_EDITS,
    swaps: [swapAt(3)],
    hits: [{ at: 4 }],
    rallies: [{ was: [2, 6], is: [2, 5] }],
  });
  await owner.undo(3);
  expect(owner.newest().edits).toMatchObject({ swaps: [], hits: [{ at: 4 }] });
});

test("a viewer gets the corrected results, and not who corrected what", async () => {
  await correctHit({ at: 4 });
  const { videoId, shareToken } = video;
  const get = async () => await deployment.t.query(api.videos.getVideo, { videoId, shareToken });
  const before = await get();
  expect(before).not.toHaveProperty("update");
  await owner.finish(owner.newest());
  const after = await get();
  expect(after).not.toHaveProperty("edits");
  expect(after.eventsUrl).not.toBe(before.eventsUrl);
});

test("as many as the contract allows, the next one is refused with a reason, and an undone one makes room", async () => {
  const hits = Array.from({ length: MAX_HIT_EDITS }, (_, index) => ({ at: index / 100 }));
  const rallies = Array.from({ length: MAX_RALLY_EDITS }, (_, index): RallyEdit => ({
    is: [index / 100, (index + 1) / 100],
  }));
  await deployment.t.run(async (ctx) => {
    const id = ctx.db.normalizeId("videos", video.videoId)!;
    await ctx.db.patch("videos", id, { edits: { ...NO_EDITS, hits, rallies } });
  });
  await expectRefusal(correctHit({ was: 13 }), "hit_corrections_full");
  await expectRefusal(correctRally({ was: [13, 14] }), "rally_corrections_full");
  await undoHit(hits[5]!);
  await undoRally(rallies[5]!);
  await correctHit({ was: 13 });
  await correctRally({ was: [13, 14] });
  expect((await asked()).hits).toHaveLength(MAX_HIT_EDITS);
  expect((await asked()).rallies).toHaveLength(MAX_RALLY_EDITS);
});
