import { AsyncLocalStorage } from "node:async_hooks";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import type { Value } from "convex/values";
import { convexTest } from "convex-test";
import * as z from "zod/mini";
import { frames } from "./frames.ts";
import type { ModuleMap } from "./modules.ts";
import type { Change, StoredDocument } from "./reads.ts";
import { callable, counterOf, TableIndex, tableOf, tablesShape, type Tables } from "./tables.ts";

export type Schema = SchemaDefinition<GenericSchema, boolean>;

/** A function of the app (component "") or of one of its components. */
export interface FunctionPath {
  componentPath: string;
  udfPath: string;
}

interface TransactionManager {
  _lastCommitTs: bigint;
  commit: (isNested: boolean) => bigint | null;
  rollback: (isNested: boolean) => void;
}

export type Syscall = (op: string, jsonArgs: string) => Promise<string>;
export type JsSyscall = (op: string, args: Record<string, unknown>) => Promise<unknown>;

interface Runtime {
  components: Record<string, { db: Tables }>;
  transactionManager: TransactionManager;
  asyncSyscall: Syscall;
  jsSyscall: JsSyscall;
}

type Caller = (path: FunctionPath, args: Record<string, Value>) => Promise<Value>;

interface Accessor {
  queryFromPath: Caller;
  mutationFromPath: Caller;
  actionFromPath: Caller;
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  query: (handler: () => Promise<null>) => Promise<unknown>;
  runInComponent: (componentPath: string, handler: () => Promise<null>) => Promise<unknown>;
}

const runtimeShape = z.looseObject({
  components: z.record(z.string(), z.looseObject({ db: tablesShape })),
  transactionManager: z.looseObject({ _lastCommitTs: z.bigint(), commit: callable, rollback: callable }),
  asyncSyscall: callable,
  jsSyscall: callable,
});
const accessorShape = z.looseObject({
  queryFromPath: callable,
  mutationFromPath: callable,
  actionFromPath: callable,
  fetch: callable,
  query: callable,
  runInComponent: callable,
});

function isRuntime(value: unknown): value is Runtime {
  return runtimeShape.safeParse(value).success;
}

function isAccessor(value: unknown): value is Accessor {
  return accessorShape.safeParse(value).success;
}

export interface Commit {
  ts: bigint;
  changes: Change[];
}

/** A component to install: where it is mounted, its tables and its modules. */
export interface ComponentSource {
  path: string;
  schema: Schema;
  modules: ModuleMap;
}

/**
 * convex-test as a database engine: it runs functions in serialised transactions over tables in memory.
 *
 * It offers no hooks of its own, so this class reaches behind its public face, in this one file. What it
 * relies on is checked when it starts, and the package's version is pinned.
 */
export class Engine {
  readonly call: Accessor;
  private readonly runtime: Runtime;
  private readonly indexes: Readonly<Record<string, TableIndex>>;
  private recordingReads = true;

  constructor(schema: Schema | undefined, modules: ModuleMap, components: readonly ComponentSource[]) {
    const test = convexTest(schema, modules);
    for (const component of components) test.registerComponent(component.path, component.schema, component.modules);
    const runtime = contextOf(() => void test.finishInProgressScheduledFunctions());
    if (!isAccessor(test) || runtime === undefined) {
      throw new Error("This version of convex-test is built otherwise than the local deployment expects.");
    }
    this.call = test;
    this.runtime = runtime;
    const installed = Object.entries(runtime.components);
    this.indexes = Object.fromEntries(installed.map(([component, { db }]) => [component, new TableIndex(db)]));
    for (const [component, { db }] of installed) this.watchReads(component, db);
  }

  get components(): string[] {
    return Object.keys(this.runtime.components);
  }

  get lastCommitTs(): bigint {
    return this.runtime.transactionManager._lastCommitTs;
  }

  set lastCommitTs(ts: bigint) {
    this.runtime.transactionManager._lastCommitTs = ts;
  }

  tables(component: string): Tables {
    const found = this.runtime.components[component];
    if (found === undefined) throw new Error(`Component "${component}" is not installed.`);
    return found.db;
  }

  /** Runs `work` alone, all or nothing. Functions called inside take part in the same transaction. */
  async transaction<T>(component: string, work: () => Promise<T> | T): Promise<T> {
    const results: T[] = [];
    await this.call.runInComponent(component, async () => {
      results.push(await work());
      return null;
    });
    return results[0] as T;
  }

  /** Runs `work` against one committed state, which is that of the timestamp it gets. */
  async snapshot(work: (ts: bigint) => Promise<void>): Promise<void> {
    await this.call.query(async () => {
      await work(this.lastCommitTs);
      return null;
    });
  }

  /** Answers system calls of functions by `handler`, which may pass them on. */
  interceptSyscalls(handler: (op: string, jsonArgs: string, original: Syscall) => Promise<string>): void {
    const original = this.runtime.asyncSyscall;
    this.runtime.asyncSyscall = (op, jsonArgs) => handler(op, jsonArgs, original);
  }

  interceptJsSyscalls(handler: (op: string, args: Record<string, unknown>, original: JsSyscall) => Promise<unknown>) {
    const original = this.runtime.jsSyscall;
    this.runtime.jsSyscall = (op, args) => handler(op, args, original);
  }

  /** Tells of each commit that changed something, in order and before anyone can see its outcome. */
  onCommit(listener: (commit: Commit) => void): void {
    const manager = this.runtime.transactionManager;
    const commit = manager.commit.bind(manager);
    const rollback = manager.rollback.bind(manager);
    manager.commit = (isNested) => {
      if (isNested) return commit(isNested);
      const touched = this.pendingChanges();
      const ts = commit(isNested);
      this.forgetQueries();
      const changes = touched.map((change) => ({ ...change, after: this.committed(change.component, change.id) }));
      for (const change of changes) this.index(change);
      const real = changes.filter(({ before, after }) => before !== null || after !== null);
      if (real.length > 0) listener({ ts: this.lastCommitTs, changes: real });
      return ts;
    };
    manager.rollback = (isNested) => {
      rollback(isNested);
      if (!isNested) this.forgetQueries();
    };
  }

  /** A document's last committed state, whatever transaction is under way. */
  committed(component: string, id: string): StoredDocument | null {
    return this.tables(component)._documents[id] ?? null;
  }

  /** Puts a document back as it was when it was committed. Its id is never given again. */
  restore(component: string, document: StoredDocument): void {
    const tables = this.tables(component);
    tables._documents[document._id] = document;
    tables._lastCreationTime = Math.max(tables._lastCreationTime, document._creationTime);
    tables._nextDocId = Math.max(tables._nextDocId, counterOf(document._id) + 1);
    this.index({ component, id: document._id, after: document });
  }

  /** Forgets a document, outside of any transaction. */
  drop(component: string, id: string): void {
    Reflect.deleteProperty(this.tables(component)._documents, id);
    this.index({ component, id, after: null });
  }

  private index({ component, id, after }: Pick<Change, "component" | "id" | "after">): void {
    const index = this.indexes[component];
    if (after === null) index?.remove(id);
    else index?.add(id);
  }

  private pendingChanges(): Omit<Change, "after">[] {
    return Object.entries(this.runtime.components).flatMap(([component, { db }]) =>
      Object.keys(db._writes[0] ?? {}).map((id) => ({
        component,
        id,
        table: tableOf(id),
        before: db._documents[id] ?? null,
      })),
    );
  }

  /** The engine keeps what is left of every query it ever began. */
  private forgetQueries(): void {
    for (const { db } of Object.values(this.runtime.components)) db._queryResults = {};
  }

  private watchReads(component: string, db: Tables): void {
    const get = db.get.bind(db);
    const resolve = db._resolveQuerySource.bind(db);
    db.get = (table, id) => {
      if (this.recordingReads) frames.getStore()?.call.reads?.addDocument(component, id);
      return get(table, id);
    };
    db._resolveQuerySource = (query) => {
      frames.getStore()?.call.reads?.addRange(component, query.source);
      // It looks at every document of the table through `get`, which is not what the query depends on.
      this.recordingReads = false;
      try {
        return resolve(query);
      } finally {
        this.recordingReads = true;
      }
    };
  }
}

/** The context that `enter` runs in, which convex-test holds in an AsyncLocalStorage of its own. */
function contextOf(enter: () => void): Runtime | undefined {
  let found: Runtime | undefined;
  const { prototype } = AsyncLocalStorage;
  const original = Object.getOwnPropertyDescriptor(prototype, "run");
  if (original === undefined) return undefined;
  const run: unknown = original.value;
  if (typeof run !== "function") return undefined;
  Object.defineProperty(prototype, "run", {
    ...original,
    value: function (this: unknown, store: unknown, ...rest: unknown[]): unknown {
      if (isRuntime(store)) found = store;
      return Reflect.apply(run, this, [store, ...rest]);
    },
  });
  try {
    enter();
  } finally {
    Object.defineProperty(prototype, "run", original);
  }
  return found;
}
