import { expect, test } from "vitest";
import { nextRun, type Schedule } from "./crons.ts";

/** A Tuesday. */
const NOW = "2026-03-10T10:20:30.000Z";

const cases: [string, Schedule, string][] = [
  ["every 90 seconds", { type: "interval", seconds: 90 }, "2026-03-10T10:22:00.000Z"],
  ["every 5 minutes", { type: "interval", minutes: 5 }, "2026-03-10T10:25:30.000Z"],
  ["every 2 hours", { type: "interval", hours: 2 }, "2026-03-10T12:20:30.000Z"],
  ["hourly, earlier in the hour", { type: "hourly", minuteUTC: 20 }, "2026-03-10T11:20:00.000Z"],
  ["hourly, later in the hour", { type: "hourly", minuteUTC: 21 }, "2026-03-10T10:21:00.000Z"],
  ["daily", { type: "daily", hourUTC: 4, minuteUTC: 30 }, "2026-03-11T04:30:00.000Z"],
  ["weekly", { type: "weekly", dayOfWeek: "monday", hourUTC: 9 }, "2026-03-16T09:00:00.000Z"],
  ["monthly", { type: "monthly", day: 1, hourUTC: 0 }, "2026-04-01T00:00:00.000Z"],
  ["a cron string", { type: "cron", cron: "*/15 * * * *" }, "2026-03-10T10:30:00.000Z"],
];

test.each(cases)("%s", (_name, schedule, expected) => {
  expect(new Date(nextRun(schedule, Date.parse(NOW))).toISOString()).toBe(expected);
});
