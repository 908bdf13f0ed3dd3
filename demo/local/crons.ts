import { AsyncResource } from "node:async_hooks";
import type { JSONValue } from "convex/values";
import { Cron } from "croner";
import * as z from "zod/mini";
import { alarm } from "./alarm.ts";
import type { Runtime } from "./runtime.ts";

const schedule = z.union([
  z.object({ type: z.literal("interval"), seconds: z.number() }),
  z.object({ type: z.literal("interval"), minutes: z.number() }),
  z.object({ type: z.literal("interval"), hours: z.number() }),
  z.object({ type: z.literal("hourly"), minuteUTC: z.optional(z.number()) }),
  z.object({ type: z.literal("daily"), hourUTC: z.number(), minuteUTC: z.optional(z.number()) }),
  z.object({
    type: z.literal("weekly"),
    dayOfWeek: z.string(),
    hourUTC: z.number(),
    minuteUTC: z.optional(z.number()),
  }),
  z.object({ type: z.literal("monthly"), day: z.number(), hourUTC: z.number(), minuteUTC: z.optional(z.number()) }),
  z.object({ type: z.literal("cron"), cron: z.string() }),
]);
export type Schedule = z.infer<typeof schedule>;

const cronJobs = z.record(z.string(), z.object({ name: z.string(), args: z.array(z.custom<JSONValue>()), schedule }));

/** The Unix time in ms at which a job runs next after `now`; an interval counts from `now`. Times are UTC. */
export function nextRun(schedule: Schedule, now: number): number {
  if (schedule.type === "interval") return now + intervalOf(schedule);
  const next = new Cron(patternOf(schedule), { timezone: "UTC", paused: true }).nextRun(new Date(now));
  if (next === null) throw new Error(`The cron "${patternOf(schedule)}" never runs.`);
  return next.getTime();
}

function intervalOf(interval: Extract<Schedule, { type: "interval" }>): number {
  if ("seconds" in interval) return interval.seconds * 1000;
  return "minutes" in interval ? interval.minutes * 60_000 : interval.hours * 3_600_000;
}

function patternOf(schedule: Exclude<Schedule, { type: "interval" }>): string {
  if (schedule.type === "cron") return schedule.cron;
  const minute = schedule.minuteUTC ?? 0;
  switch (schedule.type) {
    case "hourly":
      return `${minute} * * * *`;
    case "daily":
      return `${minute} ${schedule.hourUTC} * * *`;
    case "weekly":
      return `${minute} ${schedule.hourUTC} * * ${schedule.dayOfWeek.slice(0, 3).toUpperCase()}`;
    case "monthly":
      return `${minute} ${schedule.hourUTC} ${schedule.day} * *`;
  }
}

/** Runs the jobs of `convex/crons.ts`: those with an interval at once and then regularly, never twice at a time. */
export class Crons {
  private readonly cancels = new Map<string, () => void>();
  private stopped = false;

  constructor(private readonly runtime: Runtime) {}

  /** Starts the jobs of a `cronJobs()` value. */
  start(definition: unknown): void {
    const { crons } = z.object({ crons: cronJobs }).parse(definition);
    for (const [identifier, { name, args, schedule }] of Object.entries(crons)) {
      const run = AsyncResource.bind(() => {
        const began = Date.now();
        void this.runtime.run(name, args[0] ?? {}).then(({ error }) => {
          if (error !== undefined) this.runtime.report(name, error.thrown);
          if (!this.stopped) arm(Math.max(Date.now(), nextRun(schedule, began)));
        });
      });
      const arm = (at: number) => this.cancels.set(identifier, alarm(at, run));
      arm(schedule.type === "interval" ? Date.now() : nextRun(schedule, Date.now()));
    }
  }

  stop(): void {
    this.stopped = true;
    for (const cancel of this.cancels.values()) cancel();
  }
}
