import { existsSync } from "node:fs";
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import * as z from "zod/mini";
import type { Commit, Engine } from "./engine.ts";
import type { SessionRequest } from "./frames.ts";
import { jsonValue } from "./json-value.ts";
import { Journal, readJournal, rewriteJournal } from "./journal.ts";
import type { StoredDocument } from "./reads.ts";

/** What was answered to a client's request, so that the answer stays the same when it asks again. */
export interface Answered extends SessionRequest {
  ts: bigint;
  result: JSONValue;
}

const documentShape = z.looseObject({ _id: z.string(), _creationTime: z.number() });

/** One commit: documents as they are after it, ids that are gone, each with the component's path. */
const entryShape = z.object({
  ts: z.string(),
  put: z.array(z.tuple([z.string(), z.record(z.string(), jsonValue)])),
  gone: z.array(z.tuple([z.string(), z.string()])),
  /** The next id's counter, for each component that changed. */
  next: z.record(z.string(), z.number()),
  answered: z.optional(z.object({ sessionId: z.string(), requestId: z.number(), result: jsonValue })),
});
type Entry = z.infer<typeof entryShape>;

/** Answers are kept this long: a client that was away for longer has given up. */
const ANSWERS_KEPT_NS = 3600n * 1_000_000_000n;
/** Convex forgets a scheduled function a week after it ran. */
const FINISHED_KEPT_MS = 7 * 24 * 3600 * 1000;

/** Keeps an engine's tables on disk: each commit is a line of a journal, made compact at every start. */
export class Persistence {
  private constructor(
    private readonly engine: Engine,
    private readonly journal: Journal,
    /** Answers that were given before this start. */
    readonly answered: readonly Answered[],
  ) {}

  /** Brings an empty engine to the state of the journal at `path`, which need not exist yet. */
  static async restore(engine: Engine, path: string, onFailure: (error: Error) => void): Promise<Persistence> {
    let answered: Answered[] = [];
    if (existsSync(path)) {
      for await (const line of readJournal(path)) {
        const entry = entryShape.parse(line);
        apply(engine, entry);
        if (entry.answered) answered.push({ ...entry.answered, ts: BigInt(entry.ts) });
      }
    }
    const now = BigInt(Date.now()) * 1_000_000n;
    if (now > engine.lastCommitTs) engine.lastCommitTs = now;
    answered = answered.filter(({ ts }) => now - ts < ANSWERS_KEPT_NS);
    await rewriteJournal(path, compact(engine, answered));
    return new Persistence(engine, await Journal.open(path, onFailure), answered);
  }

  record({ ts, changes }: Commit, answered: Omit<Answered, "ts"> | undefined): void {
    const components = new Set(changes.map(({ component }) => component));
    this.journal.append({
      ts: String(ts),
      put: changes.flatMap(({ component, after }) => (after === null ? [] : [[component, encode(after)]])),
      gone: changes.flatMap(({ component, id, after }) => (after === null ? [[component, id]] : [])),
      next: Object.fromEntries([...components].map((path) => [path, this.engine.tables(path)._nextDocId])),
      ...(answered && { answered: { ...answered } }),
    });
  }

  /** Resolves once all that was recorded is on the disk. */
  durable(): Promise<void> {
    return this.journal.durable();
  }

  close(): Promise<void> {
    return this.journal.close();
  }
}

function apply(engine: Engine, entry: Entry): void {
  for (const [component, encoded] of entry.put) {
    const document = jsonToConvex(encoded);
    if (!isDocument(document)) throw new Error("The journal holds a document without an id.");
    engine.restore(component, document);
  }
  for (const [component, id] of entry.gone) engine.drop(component, id);
  for (const [component, next] of Object.entries(entry.next)) {
    const tables = engine.tables(component);
    tables._nextDocId = Math.max(tables._nextDocId, next);
  }
  const ts = BigInt(entry.ts);
  if (ts > engine.lastCommitTs) engine.lastCommitTs = ts;
}

function* compact(engine: Engine, answered: readonly Answered[]): Generator<JSONValue> {
  const ts = String(engine.lastCommitTs);
  for (const component of engine.components) {
    const tables = engine.tables(component);
    yield { ts, put: [], gone: [], next: { [component]: tables._nextDocId } };
    for (const document of Object.values(tables._documents)) {
      if (isForgotten(document)) engine.drop(component, document._id);
      else yield { ts, put: [[component, encode(document)]], gone: [], next: {} };
    }
  }
  for (const { sessionId, requestId, result, ts: answeredAt } of answered) {
    yield { ts: String(answeredAt), put: [], gone: [], next: {}, answered: { sessionId, requestId, result } };
  }
}

function isForgotten(document: StoredDocument): boolean {
  const { completedTime } = document;
  if (!document._id.endsWith("_scheduled_functions") || typeof completedTime !== "number") return false;
  return Date.now() - completedTime > FINISHED_KEPT_MS;
}

function isDocument(value: Value): value is Value & StoredDocument {
  return documentShape.safeParse(value).success;
}

function encode(document: StoredDocument): JSONValue {
  return convexToJson(document);
}
