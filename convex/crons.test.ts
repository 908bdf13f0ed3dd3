import { getFunctionName } from "convex/server";
import { expect, test } from "vitest";
import { internal } from "./_generated/api.js";
import crons from "./crons.js";
import { endDeployment, startDeployment } from "./testing/deployment.testing.js";

test("every sweep runs at its interval, and finds nothing to do on a new deployment", async () => {
  const plan = Object.values(crons.crons).map(({ name, schedule }) => [name, schedule]);
  expect(Object.fromEntries(plan)).toEqual({
    "jobs:sweep": { type: "interval", minutes: 1 },
    "videos:sweep": { type: "interval", minutes: 10 },
    "files:sweepRetired": { type: "interval", minutes: 10 },
    "files:beginOrphanSweep": { type: "interval", minutes: 30 },
  });
  const { t } = await startDeployment();
  const { jobs, videos, files } = internal;
  for (const sweep of [jobs.sweep, videos.sweep, files.sweepRetired, files.beginOrphanSweep]) {
    expect(plan.map(([name]) => name)).toContain(getFunctionName(sweep));
    await expect(t.mutation(sweep, {})).resolves.toBeNull();
  }
  endDeployment();
});
