import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api, internal } from "./_generated/api.js";
import type { Calibration } from "./contract/edits.js";
import {
  endDeployment,
  expectRefusal,
  OWNER,
  SITE_KEY,
  startDeployment,
  STRANGER,
  type TestDeployment,
} from "./testing/deployment.testing.js";
import { CALIBRATION } from "./testing/editing.testing.js";

let deployment: TestDeployment;

beforeEach(async () => {
  deployment = await startDeployment();
  await deployment.t.mutation(internal.sites.upsert, { key: "other", name: "Another club" });
});

afterEach(endDeployment);

const { size, points } = CALIBRATION;
const mine = { siteKey: SITE_KEY, ownerToken: OWNER };

const list = async (visitor = mine) => await deployment.t.query(api.calibrations.list, visitor);
const save = async (name: string, change: Partial<Calibration & typeof mine> = {}) => {
  const { view: _, ...more } = { view: 0, ...change };
  return await deployment.t.mutation(api.calibrations.save, { ...mine, name, size, points, ...more });
};
const share = async (calibrationId: string, shared = true) =>
  await deployment.t.mutation(internal.calibrations.share, { calibrationId, shared });
const remove = async (calibrationId: string, ownerToken = OWNER) =>
  await deployment.t.mutation(api.calibrations.remove, { calibrationId, ownerToken });
const names = async (visitor = mine) => (await list(visitor)).map(({ name }) => name);

describe("a saved calibration", () => {
  test("is offered to whoever saved it, on this site", async () => {
    const calibrationId = await save(" Hall 2, gallery ");
    expect(await list()).toEqual([{ calibrationId, name: "Hall 2, gallery", size, points, own: true }]);
    expect(await list({ ...mine, ownerToken: STRANGER })).toEqual([]);
    expect(await list({ ...mine, siteKey: "other" })).toEqual([]);
  });

  test("is offered to everybody on its site once the operator shares it, and no longer when that is taken back", async () => {
    const calibrationId = await save("Hall 2");
    await share(calibrationId);
    const visitor = { ...mine, ownerToken: STRANGER };
    expect(await list(visitor)).toEqual([{ calibrationId, name: "Hall 2", size, points, own: false }]);
    expect(await list()).toMatchObject([{ own: true }]);
    expect(await list({ ...visitor, siteKey: "other" })).toEqual([]);
    await share(calibrationId, false);
    expect(await list(visitor)).toEqual([]);
  });

  test("stands before what others share, the newest first", async () => {
    await share(await save("theirs", { ownerToken: STRANGER }));
    await save("old");
    await save("new");
    expect(await names()).toEqual(["new", "old", "theirs"]);
  });

  test("takes the place of one's own of that name, which is shared no longer", async () => {
    await share(await save("Hall 2"));
    await save("Hall 2", { ownerToken: STRANGER, size: [1920, 1080] });
    await save("Hall 2", { size: [640, 360] });
    expect(await list()).toMatchObject([{ name: "Hall 2", size: [640, 360], own: true }]);
    expect(await list({ ...mine, ownerToken: STRANGER })).toMatchObject([
      { name: "Hall 2", size: [1920, 1080], own: true },
    ]);
  });

  test("is stored without its visitor's token", async () => {
    await save("Hall 2");
    const rows = await deployment.t.run(async (ctx) => await ctx.db.query("calibrations").take(10));
    expect(JSON.stringify(rows)).not.toContain(OWNER);
  });

  test("is deleted by whoever saved it, and by nobody else", async () => {
    const calibrationId = await save("Hall 2");
    await share(calibrationId);
    await expectRefusal(remove(calibrationId, STRANGER), "not_found");
    await expectRefusal(remove(calibrationId, ""), "not_found");
    await expectRefusal(remove("no such id"), "not_found");
    const video = await deployment.create();
    await expectRefusal(remove(video.videoId), "not_found");
    expect(await names()).toEqual(["Hall 2"]);
    await remove(calibrationId);
    expect(await names()).toEqual([]);
    await expectRefusal(remove(calibrationId), "not_found");
    await expectRefusal(share(calibrationId), "not_found");
  });
});

describe("calibrations.save refuses", () => {
  const [a, b, c, d] = points;

  test.each<[string, string, Partial<Calibration & typeof mine>, Parameters<typeof expectRefusal>[1]]>([
    ["an unknown site", "Hall", { siteKey: "nobody" }, "site_unknown"],
    ["a token that anyone could guess", "Hall", { ownerToken: "me" }, "invalid_request"],
    ["no name", " ", {}, "invalid_request"],
    ["a name over 60 characters", "x".repeat(61), {}, "invalid_request"],
    ["a line break in the name", "Hall\r\n2", {}, "invalid_request"],
    ["three points", "Hall", { points: points.slice(1) }, "invalid_request"],
    ["a size that is none", "Hall", { size: [1280, 0.5] }, "invalid_request"],
    [
      "points that cannot be a court",
      "Hall",
      { points: [b!, a!, c!, d!].map(({ picture }, i) => ({ floor: points[i]!.floor, picture })) },
      "calibration_crossed",
    ],
  ])("%s", async (_, name, change, code) => {
    await expectRefusal(save(name, change), code);
    expect(await list()).toEqual([]);
  });

  test("the fifty-first of a visitor, unless it takes the place of another", async () => {
    for (let count = 0; count < 50; count += 1) {
      await save(`Hall ${count}`);
      await deployment.elapse(120_000);
    }
    await expectRefusal(save("Hall 50"), "calibrations_full");
    await save("Hall 0");
    await save("Hall 50", { ownerToken: STRANGER });
    expect(await list()).toHaveLength(50);
  });

  test("more than thirty of a site at once", async () => {
    for (let count = 0; count < 30; count += 1) await save(`Hall ${count}`);
    await expectRefusal(save("Hall 30", { ownerToken: STRANGER }), "rate_limited");
    await save("Hall", { siteKey: "other" });
  });
});

test("calibrations.list refuses an unknown site, and offers a stranger nothing", async () => {
  await expectRefusal(list({ siteKey: "nobody", ownerToken: OWNER }), "site_unknown");
  await save("Hall 2");
  expect(await list({ siteKey: SITE_KEY, ownerToken: "" })).toEqual([]);
});
