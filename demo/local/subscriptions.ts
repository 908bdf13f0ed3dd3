import { AsyncResource } from "node:async_hooks";
import { setImmediate } from "node:timers";
import type { JSONValue } from "convex/values";
import type { Commit, Engine } from "./engine.ts";
import { ReadSet } from "./reads.ts";
import type { Outcome, Runtime } from "./runtime.ts";

/** A query's answer, and the journal to run it with again. */
export interface Answer extends Outcome {
  journal: string | null;
}

/** A query with its arguments, kept up to date for everyone who watches it. */
export class LiveQuery {
  answer: Answer | null = null;
  watchers = 0;
  stale = true;
  reads = new ReadSet();

  constructor(
    readonly key: string,
    readonly udfPath: string,
    readonly args: JSONValue,
    readonly journal: string | null,
  ) {}
}

/** Someone who is told when the answers stand for a newer state of the database. */
export interface Watcher {
  /** Every answered query stands for the state at `ts`. */
  refresh: (ts: bigint) => void;
}

/**
 * Runs live queries again when a commit touched what they read, all of them against one state.
 *
 * Equal queries of different clients are run once.
 */
export class Subscriptions {
  private readonly queries = new Set<LiveQuery>();
  /** Those that a further client may join. */
  private readonly shared = new Map<string, LiveQuery>();
  private readonly watchers = new Set<Watcher>();
  private updating = false;
  private again = false;
  /** Starts outside whatever function caused the update, so that its transaction is not taken over. */
  private readonly startUpdate: () => void;

  constructor(
    private readonly engine: Engine,
    private readonly runtime: Runtime,
    private readonly durable: () => Promise<void>,
  ) {
    this.startUpdate = AsyncResource.bind(() => void setImmediate(() => void this.update()));
  }

  watch(watcher: Watcher): void {
    this.watchers.add(watcher);
  }

  unwatch(watcher: Watcher): void {
    this.watchers.delete(watcher);
  }

  add(udfPath: string, args: JSONValue, journal: string | null): LiveQuery {
    const key = JSON.stringify([udfPath, args, journal]);
    let query = this.shared.get(key);
    if (query === undefined) {
      query = new LiveQuery(key, udfPath, args, journal);
      this.queries.add(query);
      this.shared.set(key, query);
    }
    query.watchers += 1;
    return query;
  }

  remove(query: LiveQuery): void {
    query.watchers -= 1;
    if (query.watchers > 0) return;
    this.queries.delete(query);
    this.unshare(query);
  }

  follow({ changes }: Commit): void {
    for (const query of this.queries) query.stale ||= query.reads.isTouchedBy(changes);
    this.requestUpdate();
  }

  /** Has all watchers refreshed soon, after stale queries ran again. */
  requestUpdate(): void {
    this.again = true;
    if (this.updating) return;
    this.updating = true;
    this.startUpdate();
  }

  private async update(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        const ts = await this.runStale();
        // Nobody sees what a crash could take back.
        await this.durable();
        for (const watcher of this.watchers) watcher.refresh(ts);
      } catch (error) {
        this.runtime.report("live queries", error);
      }
    }
    this.updating = false;
  }

  private async runStale(): Promise<bigint> {
    const stale = [...this.queries].filter((query) => query.stale);
    if (stale.length === 0) return this.engine.lastCommitTs;
    let ts = 0n;
    await this.engine.snapshot(async (at) => {
      ts = at;
      for (const query of stale) await this.run(query);
    });
    return ts;
  }

  private async run(query: LiveQuery): Promise<void> {
    const { udfPath, args } = query;
    const journal = { given: query.answer?.journal ?? query.journal, next: null as string | null };
    query.stale = false;
    query.reads = new ReadSet();
    const outcome = await this.runtime.runPublic("query", udfPath, args, { reads: query.reads, journal });
    const answer: Answer = { ...outcome, journal: journal.next };
    // A page that ends somewhere ends there for those who saw it, and for nobody else.
    if (answer.journal !== query.journal) this.unshare(query);
    // Whoever watches is told of a change by another object.
    if (query.answer === null || !isSame(query.answer, answer)) query.answer = answer;
  }

  private unshare(query: LiveQuery): void {
    if (this.shared.get(query.key) === query) this.shared.delete(query.key);
  }
}

/** Whether a client would see no difference. Request ids in messages differ always. */
function isSame(one: Answer, other: Answer): boolean {
  const visible = ({ value, error, journal }: Answer) => {
    const text = error?.message.replace(/^\[Request ID: \w+\] /, "");
    return JSON.stringify([value, text, error?.data, journal]);
  };
  return visible(one) === visible(other);
}
