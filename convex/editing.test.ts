import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api } from "./_generated/api.js";
import type { Calibration, PlayerName, Swap } from "./contract/edits.js";
import { MAX_SWAPS } from "./contract/limits.js";
import {
  endDeployment,
  expectRefusal,
  RESULTS,
  STRANGER,
  type TestDeployment,
  type TestVideo,
} from "./testing/deployment.testing.js";
import { CALIBRATION, type Editor, edits, startEditing, swapAt } from "./testing/editing.testing.js";

let deployment: TestDeployment;
let video: TestVideo;
let owner: Editor;

beforeEach(async () => {
  ({ deployment, video, owner } = await startEditing());
});

afterEach(endDeployment);

interface Claim {
  videoId: string;
  ownerToken: string;
}

/** Every function that edits a completed video, called with the given claim. */
const functions = {
  setNames: (claim: Claim) =>
    deployment.t.mutation(api.videos.setNames, { ...claim, names: [{ id: 1, name: "Anna" }] }),
  calibrate: (claim: Claim) => deployment.t.mutation(api.videos.calibrate, { ...claim, calibration: CALIBRATION }),
  clearCalibration: (claim: Claim) => deployment.t.mutation(api.videos.clearCalibration, { ...claim, view: 0 }),
  swapPlayers: (claim: Claim) => deployment.t.mutation(api.videos.swapPlayers, { ...claim, swap: swapAt(3) }),
  undoSwap: (claim: Claim) => deployment.t.mutation(api.videos.undoSwap, { ...claim, swap: swapAt(3) }),
  correctHit: (claim: Claim) => deployment.t.mutation(api.videos.correctHit, { ...claim, edit: { was: 3 } }),
  undoHit: (claim: Claim) => deployment.t.mutation(api.videos.undoHit, { ...claim, edit: { was: 3 } }),
  correctRally: (claim: Claim) => deployment.t.mutation(api.videos.correctRally, { ...claim, edit: { was: [2, 6] } }),
  undoRally: (claim: Claim) => deployment.t.mutation(api.videos.undoRally, { ...claim, edit: { was: [2, 6] } }),
};

describe.each(Object.entries(functions))("videos.%s", (_, run) => {
  test("is for the owner", async () => {
    await expect(run(owner.claim)).resolves.toBeNull();
  });

  test("refuses everybody else, and answers as if there were no such video", async () => {
    const { videoId, ownerToken, shareToken } = video;
    const other = await deployment.complete(deployment.asked, { ownerToken: STRANGER });
    const before = await owner.view();
    for (const claim of [
      { videoId, ownerToken: STRANGER },
      { videoId, ownerToken: shareToken },
      { videoId, ownerToken: "" },
      { videoId: other.videoId, ownerToken },
      { videoId: "no such id", ownerToken },
    ]) {
      await expectRefusal(run(claim), "not_found");
    }
    await expect(run({ videoId } as Claim)).rejects.toThrow(/ownerToken/);
    await deployment.openSite();
    await expectRefusal(run({ videoId, ownerToken: STRANGER }), "not_found");
    expect(await owner.view()).toEqual(before);
  });

  test("is refused unless the video is completed", async () => {
    const { videoId, ownerToken } = await deployment.upload();
    await expectRefusal(run({ videoId, ownerToken }), "invalid_state");
    await deployment.start({ videoId, ownerToken, shareToken: "" });
    await expectRefusal(run({ videoId, ownerToken }), "invalid_state");
    await deployment.cancel({ videoId, ownerToken, shareToken: "" });
    await expectRefusal(run({ videoId, ownerToken }), "invalid_state");
  });
});

describe("videos.setNames", () => {
  const setNames = async (names: PlayerName[]) =>
    await deployment.t.mutation(api.videos.setNames, { ...owner.claim, names });

  test("keeps the names for everybody who may watch, and computes nothing again", async () => {
    await setNames([
      { id: 1, name: "  Anna O’Neil-Müller 🏸 " },
      { id: 2, name: "戴資穎" },
    ]);
    const names = [
      { id: 1, name: "Anna O’Neil-Müller 🏸" },
      { id: 2, name: "戴資穎" },
    ];
    await deployment.elapse(0);
    expect(await owner.view()).toMatchObject({ names });
    const { videoId, shareToken } = video;
    expect(await deployment.t.query(api.videos.getVideo, { videoId, shareToken })).toMatchObject({ names });
    expect(deployment.interpretations).toHaveLength(0);
  });

  test("takes the place of the names before, and none clears them", async () => {
    await setNames([{ id: 1, name: "Anna" }]);
    await setNames([{ id: 2, name: "Bea" }]);
    expect((await owner.view()).names).toEqual([{ id: 2, name: "Bea" }]);
    await setNames([]);
    expect((await owner.view()).names).toEqual([]);
  });

  test("outlives a swap and its undoing", async () => {
    await setNames([{ id: 1, name: "Anna" }]);
    await owner.finish(await owner.swap(3));
    expect((await owner.view()).names).toEqual([{ id: 1, name: "Anna" }]);
  });

  test.each<[string, PlayerName[]]>([
    ["an empty name", [{ id: 1, name: "" }]],
    ["a name of spaces", [{ id: 1, name: " \u00a0 " }]],
    ["a name over 60 characters", [{ id: 1, name: "x".repeat(61) }]],
    ["a line break", [{ id: 1, name: "Anna\nBea" }]],
    ["a zero byte", [{ id: 1, name: "Anna\u0000" }]],
    ["what turns text around", [{ id: 1, name: "\u202eannA" }]],
    ["half a character", [{ id: 1, name: "A\ud83c" }]],
    ["a player of no number", [{ id: 0, name: "Anna" }]],
    ["a fifth player", [{ id: 5, name: "Anna" }]],
    ["half a player", [{ id: 1.5, name: "Anna" }]],
    [
      "two names of one player",
      [
        { id: 1, name: "Anna" },
        { id: 1, name: "Bea" },
      ],
    ],
    ["five names", [1, 2, 3, 4, 4].map((id) => ({ id, name: "Anna" }))],
  ])("refuses %s", async (_, names) => {
    await expectRefusal(setNames(names), "invalid_request");
    expect(await owner.view()).not.toHaveProperty("names");
  });
});

describe("videos.calibrate", () => {
  test("has the results computed with the calibration, as one of this video's size", async () => {
    await owner.calibrate({ ...CALIBRATION, size: [1920, 1080] });
    expect(owner.newest().edits).toEqual({ calibrations: [CALIBRATION], swaps: [], hits: [], rallies: [] });
  });

  test("takes the place of the view's former calibration only", async () => {
    await owner.calibrate({ ...CALIBRATION, view: 1 });
    await owner.calibrate(CALIBRATION);
    const [first, ...others] = CALIBRATION.points;
    const moved: Calibration = { ...CALIBRATION, points: [{ ...first!, picture: [0.13, 0.95] }, ...others] };
    await owner.calibrate(moved);
    expect(owner.newest().edits.calibrations).toEqual([moved, { ...CALIBRATION, view: 1 }]);
    await owner.clear(0);
    expect(owner.newest().edits.calibrations).toEqual([{ ...CALIBRATION, view: 1 }]);
  });

  test("that is cleared leads back to the court that was found, and is kept beside swaps", async () => {
    await owner.finish(await owner.swap(3));
    await owner.calibrate(CALIBRATION);
    await owner.finish(owner.newest());
    await owner.clear(0);
    expect(owner.newest()).toMatchObject({ attempt: 4, edits: edits(swapAt(3)) });
  });

  const [a, b, c, d] = CALIBRATION.points;
  const points = (...order: typeof CALIBRATION.points) =>
    CALIBRATION.points.map(({ floor }, index) => ({ floor, picture: order[index]!.picture }));

  test.each<[string, Partial<Calibration>, Parameters<typeof expectRefusal>[1]]>([
    ["a view that the video does not have", { view: 2 }, "calibration_view"],
    ["a view that no video can have", { view: 40 }, "invalid_request"],
    ["half a view", { view: 0.5 }, "invalid_request"],
    ["a picture of another shape", { size: [720, 1280] }, "calibration_size"],
    ["a picture of no width", { size: [0, 720] }, "invalid_request"],
    ["a size that is no pair", { size: [1280] as unknown as [number, number] }, "invalid_request"],
    ["three points", { points: CALIBRATION.points.slice(1) }, "invalid_request"],
    ["thirty-one points", { points: new Array<typeof a>(31).fill(a).map((point) => point!) }, "invalid_request"],
    [
      "one point four times over",
      { points: new Array<typeof a>(4).fill(a).map((point) => point!) },
      "calibration_points",
    ],
    ["a bow tie", { points: points(b!, a!, c!, d!) }, "calibration_crossed"],
    ["a mirrored court", { points: points(b!, a!, d!, c!) }, "calibration_mirrored"],
    ["a point far outside", { points: [{ ...a!, picture: [-1.5, 0.9] }, b!, c!, d!] }, "calibration_outside"],
    ["a point beyond all bounds", { points: [{ ...a!, picture: [-9, 0.9] }, b!, c!, d!] }, "invalid_request"],
    ["a place that is no number", { points: [{ ...a!, picture: [Number.NaN, 0.9] }, b!, c!, d!] }, "invalid_request"],
    ["a place on the next court but nine", { points: [{ ...a!, floor: [-99, 0] }, b!, c!, d!] }, "invalid_request"],
  ])("refuses %s, and changes nothing", async (_, change, code) => {
    const before = await owner.view();
    await expectRefusal(owner.calibrate({ ...CALIBRATION, ...change }), code);
    expect(await owner.view()).toEqual(before);
    expect(deployment.interpretations).toHaveLength(0);
  });
});

describe("videos.swapPlayers", () => {
  test("keeps swaps in the order of their times, whoever is named first", async () => {
    await owner.swap(9);
    await deployment.t.mutation(api.videos.swapPlayers, { ...owner.claim, swap: { at: 4.5, one: 2, other: 1 } });
    await deployment.elapse(0);
    expect(owner.newest().edits).toEqual(edits(swapAt(4.5), swapAt(9)));
    await deployment.t.mutation(api.videos.undoSwap, { ...owner.claim, swap: { at: 9, one: 2, other: 1 } });
    await deployment.elapse(0);
    expect(owner.newest().edits).toEqual(edits(swapAt(4.5)));
  });

  test("is undone once, and undoing it again changes nothing", async () => {
    await owner.finish(await owner.swap(3));
    await owner.undo(3);
    await owner.finish(owner.newest());
    await owner.undo(3);
    expect(deployment.interpretations).toHaveLength(2);
    expect(await owner.view()).not.toHaveProperty("update");
  });

  test.each<[string, Swap]>([
    ["a player with themselves", { at: 3, one: 1, other: 1 }],
    ["a player who is not in the results", { at: 3, one: 1, other: 3 }],
    ["a fifth player", { at: 3, one: 1, other: 5 }],
    ["a time before the start", { at: -0.1, one: 1, other: 2 }],
    ["a time after the end", { at: RESULTS.duration + 0.1, one: 1, other: 2 }],
    ["a time that is none", { at: Number.NaN, one: 1, other: 2 }],
  ])("refuses %s", async (_, swap) => {
    await expectRefusal(deployment.t.mutation(api.videos.swapPlayers, { ...owner.claim, swap }), "invalid_request");
    expect(await owner.view()).toMatchObject({ edits: edits() });
  });

  test("takes fifty at most, says so, and takes another once one is undone", async () => {
    for (let count = 0; count < MAX_SWAPS; count += 1) await owner.swap(count / 10);
    await expectRefusal(owner.swap(14), "swaps_full");
    await expect(owner.swap(4.9)).resolves.toBeDefined();
    await owner.undo(4.9);
    await expect(owner.swap(14)).resolves.toBeDefined();
  });
});
