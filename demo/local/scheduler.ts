import { AsyncResource } from "node:async_hooks";
import type { Value } from "convex/values";
import * as z from "zod/mini";
import { alarm } from "./alarm.ts";
import type { Commit, Engine, FunctionPath } from "./engine.ts";
import type { StoredDocument } from "./reads.ts";
import type { Runtime } from "./runtime.ts";
import { parseHandle } from "./syscalls.ts";

const TABLE = "_scheduled_functions";

const jobShape = z.object({
  _id: z.string(),
  name: z.string(),
  args: z.tuple([z.record(z.string(), z.custom<Value>())]),
  /** Unix time in ms. */
  scheduledTime: z.number(),
  state: z.object({ kind: z.enum(["pending", "inProgress", "success", "failed", "canceled"]) }),
});
type Job = z.infer<typeof jobShape>;

/**
 * Runs scheduled functions when their time comes, by their documents in `_scheduled_functions`.
 *
 * As in Convex, a mutation runs exactly once, in one transaction with its document, and an action at most once.
 */
export class Scheduler {
  private readonly alarms = new Map<string, () => void>();
  private readonly running = new Set<Promise<void>>();
  private stopped = false;
  /** Starts outside the function whose commit scheduled something. */
  private readonly arm: (component: string, job: Job) => void;

  constructor(
    private readonly engine: Engine,
    private readonly runtime: Runtime,
  ) {
    this.arm = AsyncResource.bind((component: string, job: Job) => {
      const key = `${component}|${job._id}`;
      this.alarms.get(key)?.();
      this.alarms.set(
        key,
        alarm(job.scheduledTime, () => this.start(component, job)),
      );
    });
  }

  /** Takes up what an earlier run left. An action that was cut off may have had effects, so it has failed. */
  async resume(): Promise<void> {
    for (const component of this.engine.components) {
      const documents = Object.values(this.engine.tables(component)._documents);
      for (const job of documents.filter(isJob).map(toJob)) {
        if (job.state.kind === "pending") this.arm(component, job);
        if (job.state.kind === "inProgress") {
          await this.engine.transaction(component, () => this.finish(component, job, "failed"));
        }
      }
    }
  }

  follow({ changes }: Commit): void {
    if (this.stopped) return;
    for (const { component, table, id, after } of changes) {
      if (table !== TABLE) continue;
      const job = after && toJob(after);
      if (job?.state.kind === "pending") {
        this.arm(component, job);
      } else {
        const key = `${component}|${id}`;
        this.alarms.get(key)?.();
        this.alarms.delete(key);
      }
    }
  }

  /** Starts nothing more, and waits for what runs, for `patience` ms at most. */
  async stop(patience: number): Promise<void> {
    this.stopped = true;
    for (const cancel of this.alarms.values()) cancel();
    let cancel: () => void = () => undefined;
    const tooLong = new Promise<void>((resolve) => (cancel = alarm(Date.now() + patience, resolve)));
    await Promise.race([Promise.all(this.running), tooLong]);
    cancel();
  }

  private start(component: string, job: Job): void {
    this.alarms.delete(`${component}|${job._id}`);
    const run = this.run(component, job)
      .catch((error: unknown) => this.runtime.report(job.name, error))
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }

  private async run(component: string, job: Job): Promise<void> {
    const target: FunctionPath = job.name.startsWith("function://")
      ? parseHandle(job.name)
      : { componentPath: component, udfPath: job.name };
    const [args] = job.args;
    const type = (await this.runtime.find(target))?.type;
    const isPending = () => this.stateOf(component, job) === "pending";

    if (type === "mutation") {
      await this.runtime.inCall(job.name, () =>
        this.engine.transaction(component, async () => {
          if (isPending()) await this.settle(component, job, () => this.engine.call.mutationFromPath(target, args));
        }),
      );
    } else {
      const isClaimed = await this.engine.transaction(component, () => {
        const isFirst = isPending();
        if (isFirst) this.engine.tables(component).patch(TABLE, job._id, { state: { kind: "inProgress" } });
        return isFirst;
      });
      if (!isClaimed) return;
      const outcome = await this.runtime.inCall(job.name, () =>
        attempt(() => this.engine.call.actionFromPath(target, args)),
      );
      if ("error" in outcome) this.runtime.report(job.name, outcome.error);
      const kind = "error" in outcome ? "failed" : "success";
      await this.engine.transaction(component, () => this.finish(component, job, kind));
    }
  }

  /** Runs a mutation inside the current transaction; its failure undoes its own writes only. */
  private async settle(component: string, job: Job, work: () => Promise<unknown>): Promise<void> {
    const outcome = await attempt(work);
    if ("error" in outcome) this.runtime.report(job.name, outcome.error);
    this.finish(component, job, "error" in outcome ? "failed" : "success");
  }

  private finish(component: string, job: Job, kind: "success" | "failed"): void {
    this.engine.tables(component).patch(TABLE, job._id, { state: { kind }, completedTime: Date.now() });
  }

  private stateOf(component: string, job: Job): Job["state"]["kind"] | undefined {
    const document = this.engine.tables(component).get(TABLE, job._id);
    return document === null ? undefined : toJob(document).state.kind;
  }
}

async function attempt(work: () => Promise<unknown>): Promise<{ value: unknown } | { error: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

function isJob({ _id }: StoredDocument): boolean {
  return _id.endsWith(TABLE);
}

function toJob(document: StoredDocument): Job {
  return jobShape.parse(document);
}
