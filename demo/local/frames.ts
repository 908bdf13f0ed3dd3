import { AsyncLocalStorage } from "node:async_hooks";
import type { JSONValue } from "convex/values";
import type { ReadSet } from "./reads.ts";

export type FunctionType = "query" | "mutation" | "action" | "httpAction";

/** A request of a client's session. The pair names it for ever, so that a repeated one is recognised. */
export interface SessionRequest {
  sessionId: string;
  requestId: number;
}

/** One call from outside: of a client, the scheduler, a cron or this server itself. Nested calls share it. */
export interface Call {
  requestId: string;
  env: Readonly<Record<string, string>>;
  logLines: string[];
  /** Collects what a live query reads. */
  reads?: ReadSet;
  /** Where a paginated query's page ended before, and where it ends now. */
  journal?: { given: string | null; next: string | null };
  session?: SessionRequest;
  /** What the outermost mutation returned, known just before it commits. */
  returned?: JSONValue;
  /** Told of the timestamp under which the call's writes were committed, if there were any. */
  onCommit?: (ts: bigint) => void;
  /** The request as it reached the HTTP actions' port. */
  siteRequest?: Request;
}

export interface Frame {
  call: Call;
  /** The innermost function that runs; null outside of any, in this server's own transactions. */
  type: FunctionType | null;
}

/** Which call and which function the running code belongs to. */
export const frames = new AsyncLocalStorage<Frame>();
