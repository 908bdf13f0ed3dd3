import type { JSONValue } from "convex/values";
import type { Engine } from "./engine.ts";
import type { Failure, Runtime } from "./runtime.ts";
import type { MutationAnswer, SessionRequests } from "./session-requests.ts";
import type { Answer, LiveQuery, Subscriptions, Watcher } from "./subscriptions.ts";
import {
  encodeTs,
  type ClientMessage,
  type FunctionRequest,
  type Modification,
  type QuerySetChange,
  type ServerMessage,
} from "./sync-protocol.ts";

/** A message that this point of the protocol does not allow. */
export class ProtocolError extends Error {}

export interface SessionContext {
  engine: Engine;
  runtime: Runtime;
  subscriptions: Subscriptions;
  requests: SessionRequests;
  durable: () => Promise<void>;
  send: (message: ServerMessage) => void;
}

interface Watched {
  query: LiveQuery;
  sent: Answer | null;
}

/** One connection of a client: its queries, its mutations in the order they came, and what it was told so far. */
export class SyncSession implements Watcher {
  private sessionId: string | null = null;
  private readonly queries = new Map<number, Watched>();
  private removed: number[] = [];
  /** What the client asked for, and what it has been told. */
  private readonly wanted = { querySet: 0, identity: 0 };
  private readonly told = { querySet: 0, identity: 0, ts: 0n };
  private mutations: Promise<void> = Promise.resolve();
  /** Mutations that are committed, and whose answer is not out yet. */
  private unanswered = 0;
  /** A mutation counts as done for the client once it is told of a state of this timestamp or later. */
  private owed: bigint | null = null;

  constructor(private readonly context: SessionContext) {
    context.subscriptions.watch(this);
  }

  /** @throws ProtocolError */
  receive(message: ClientMessage): void {
    if (message.type === "Connect") {
      this.sessionId = message.sessionId;
      return;
    }
    if (this.sessionId === null) throw new ProtocolError("The first message has to be Connect.");
    switch (message.type) {
      case "ModifyQuerySet":
        this.modifyQuerySet(message);
        break;
      case "Mutation":
        this.queueMutation(this.sessionId, message);
        break;
      case "Action":
        void this.runAction(message);
        break;
      case "Authenticate":
        this.authenticate(message.tokenType, message.baseVersion);
        break;
      case "Event":
        break;
    }
  }

  close(): void {
    this.context.subscriptions.unwatch(this);
    for (const { query } of this.queries.values()) this.context.subscriptions.remove(query);
    this.queries.clear();
  }

  /**
   * Tells the client all that changed up to `ts`.
   *
   * Not before it has the answers of its own mutations that are part of that state: it would see the change
   * and, on top of it, the optimistic guess of the change.
   */
  refresh(ts: bigint): void {
    const watched = [...this.queries];
    if (this.unanswered > 0 || watched.some(([, { query }]) => query.answer === null)) return;
    const modifications: Modification[] = this.removed.map((queryId) => ({ type: "QueryRemoved", queryId }));
    for (const [queryId, entry] of watched) {
      const { answer } = entry.query;
      if (answer === null || answer === entry.sent) continue;
      entry.sent = answer;
      modifications.push(toModification(queryId, answer));
    }
    const { querySet, identity } = this.wanted;
    const isNews =
      modifications.length > 0 ||
      querySet !== this.told.querySet ||
      identity !== this.told.identity ||
      this.owed !== null;
    if (!isNews || ts < this.told.ts) return;
    this.removed = [];
    if (this.owed !== null && ts >= this.owed) this.owed = null;
    const startVersion = encodeVersion(this.told);
    Object.assign(this.told, { querySet, identity, ts });
    this.context.send({ type: "Transition", startVersion, endVersion: encodeVersion(this.told), modifications });
  }

  private modifyQuerySet({ baseVersion, newVersion, modifications }: QuerySetChange): void {
    if (baseVersion !== this.wanted.querySet || newVersion <= baseVersion) {
      throw new ProtocolError(`The query set is at version ${this.wanted.querySet}, not ${baseVersion}.`);
    }
    this.wanted.querySet = newVersion;
    const { subscriptions } = this.context;
    for (const change of modifications) {
      const old = this.queries.get(change.queryId);
      if (change.type === "Add") {
        if (old) throw new ProtocolError(`There is a query ${change.queryId} already.`);
        const query = subscriptions.add(change.udfPath, change.args[0] ?? {}, change.journal ?? null);
        this.queries.set(change.queryId, { query, sent: null });
      } else if (old) {
        subscriptions.remove(old.query);
        this.queries.delete(change.queryId);
        if (old.sent !== null) this.removed.push(change.queryId);
      }
    }
    subscriptions.requestUpdate();
  }

  private authenticate(tokenType: "Admin" | "User" | "None", baseVersion: number): void {
    if (tokenType === "None") {
      this.wanted.identity = baseVersion + 1;
      this.context.subscriptions.requestUpdate();
      return;
    }
    const error = "No auth provider found matching the given token (no providers configured).";
    this.context.send({ type: "AuthError", error, baseVersion, authUpdateAttempted: true });
  }

  private queueMutation(sessionId: string, message: FunctionRequest): void {
    this.mutations = this.mutations.then(() => this.runMutation(sessionId, message));
  }

  private async runMutation(sessionId: string, { requestId, udfPath, args }: FunctionRequest): Promise<void> {
    const request = { sessionId, requestId };
    const commits: bigint[] = [];
    const onCommit = (ts: bigint): void => {
      commits.push(ts);
      this.unanswered += 1;
    };
    const answer = await this.context.requests.once(request, async () => {
      const { value, error, logLines } = await this.context.runtime.runPublic("mutation", udfPath, args[0] ?? {}, {
        session: request,
        onCommit,
      });
      if (error) return { success: false, ...failed(error), logLines };
      const ts = commits[0] ?? this.context.engine.lastCommitTs;
      try {
        await this.context.durable();
      } catch (failure) {
        return { success: false, result: failure instanceof Error ? failure.message : String(failure), logLines };
      }
      return { success: true, result: value, ts, logLines };
    });
    this.context.send(toResponse(requestId, answer));
    this.unanswered -= commits.length;
    if (answer.success && answer.ts > (this.owed ?? 0n)) this.owed = answer.ts;
    this.context.subscriptions.requestUpdate();
  }

  private async runAction({ requestId, udfPath, args }: FunctionRequest): Promise<void> {
    const { value, error, logLines } = await this.context.runtime.runPublic("action", udfPath, args[0] ?? {});
    const answer = error ? { success: false, ...failed(error) } : { success: true, result: value };
    this.context.send({ type: "ActionResponse", requestId, logLines, ...answer });
  }
}

function toResponse(requestId: number, answer: MutationAnswer): ServerMessage {
  if (!answer.success) return { type: "MutationResponse", requestId, ...answer };
  return { type: "MutationResponse", requestId, ...answer, ts: encodeTs(answer.ts) };
}

function toModification(queryId: number, { value, error, logLines, journal }: Answer): Modification {
  if (!error) return { type: "QueryUpdated", queryId, value, logLines, journal };
  const { result: errorMessage, ...data } = failed(error);
  return { type: "QueryFailed", queryId, errorMessage, ...data, logLines, journal };
}

function failed({ message, data }: Failure): { result: string; errorData?: JSONValue } {
  return { result: message, ...(data !== undefined && { errorData: data }) };
}

function encodeVersion({ querySet, identity, ts }: { querySet: number; identity: number; ts: bigint }) {
  return { querySet, identity, ts: encodeTs(ts) };
}
