import { expect, test, vi } from "vitest";
import { alarm } from "./alarm.ts";
import type { Deployment } from "./deployment.ts";
import { api } from "./testing/app/_generated/api.ts";
import { deploy, liveClient, Seen } from "./testing/harness.ts";

function watch({ url }: Deployment, topic: string) {
  const client = liveClient(url);
  const seen = new Seen<string[]>();
  client.onUpdate(api.notes.list, { topic }, seen.add);
  return { client, seen };
}

test("a scheduled function runs when its time has come, and its effect is seen", async () => {
  const { client, seen } = watch(await deploy(), "a");
  const before = Date.now();
  await client.mutation(api.later.schedule, { topic: "a", text: "later", delayMs: 150 });
  expect(seen.last).toEqual([]);
  await seen.until((texts) => texts.includes("later"));
  expect(Date.now() - before).toBeGreaterThanOrEqual(150);
});

test("what a failed or cancelled mutation scheduled never runs", async () => {
  const { client, seen } = watch(await deploy(), "a");
  const later = { topic: "a", delayMs: 50 };
  await expect(client.mutation(api.later.schedule, { ...later, text: "rolled back", fail: true })).rejects.toThrow();
  const id = await client.mutation(api.later.schedule, { ...later, text: "cancelled" });
  await client.mutation(api.later.cancel, { id });
  await client.mutation(api.later.schedule, { ...later, text: "kept", delayMs: 100 });
  expect(await seen.until((texts) => texts.length > 0)).toEqual(["kept"]);
});

test("a scheduled mutation that fails leaves nothing, and others go on", async () => {
  const log: string[] = [];
  const { client, seen } = watch(await deploy({ log: (line) => log.push(line) }), "a");
  await client.mutation(api.later.scheduleFailure, { topic: "a" });
  expect(await seen.until((texts) => texts.length > 0)).toEqual(["from the action"]);
  await vi.waitFor(() => expect(log.join("\n")).toContain("a scheduled mutation failed"));
});

test("crons run at the start and again, while the deployment lives", async () => {
  const deployment = await deploy();
  const { seen } = watch(deployment, "cron");
  const ticks = await seen.until((texts) => texts.length >= 2);
  expect(new Set(ticks)).toEqual(new Set(["tick"]));
});

test("an alarm months away does not ring now", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  let rang = false;
  const cancel = alarm(Date.now() + 90 * 24 * 3600 * 1000, () => (rang = true));
  cancel();
  expect(rang).toBe(false);
  vi.useRealTimers();
});
