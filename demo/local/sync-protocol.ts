import type { JSONValue } from "convex/values";
import * as z from "zod/mini";
import { jsonValue } from "./json-value.ts";

const count = z.int().check(z.nonnegative());
const args = z.array(jsonValue);

const connect = z.object({
  type: z.literal("Connect"),
  sessionId: z.string().check(z.maxLength(100)),
});
const add = z.object({
  type: z.literal("Add"),
  queryId: count,
  udfPath: z.string(),
  args,
  journal: z.nullish(z.string()),
});
const remove = z.object({ type: z.literal("Remove"), queryId: count });
const modifyQuerySet = z.object({
  type: z.literal("ModifyQuerySet"),
  baseVersion: count,
  newVersion: count,
  modifications: z.array(z.discriminatedUnion("type", [add, remove])),
});
const mutation = z.object({ type: z.literal("Mutation"), requestId: count, udfPath: z.string(), args });
const action = z.object({ type: z.literal("Action"), requestId: count, udfPath: z.string(), args });
const authenticate = z.object({
  type: z.literal("Authenticate"),
  tokenType: z.enum(["Admin", "User", "None"]),
  baseVersion: count,
});
const event = z.object({ type: z.literal("Event") });

/** What a client sends over the socket; the `convex` package's own declarations are the reference. */
export const clientMessage = z.discriminatedUnion("type", [
  connect,
  modifyQuerySet,
  mutation,
  action,
  authenticate,
  event,
]);
export type ClientMessage = z.infer<typeof clientMessage>;
export type QuerySetChange = z.infer<typeof modifyQuerySet>;
export type FunctionRequest = z.infer<typeof mutation> | z.infer<typeof action>;

interface StateVersion {
  querySet: number;
  identity: number;
  ts: string;
}

export type Modification =
  | { type: "QueryUpdated"; queryId: number; value: JSONValue; logLines: string[]; journal: string | null }
  | {
      type: "QueryFailed";
      queryId: number;
      errorMessage: string;
      errorData?: JSONValue;
      logLines: string[];
      journal: string | null;
    }
  | { type: "QueryRemoved"; queryId: number };

interface FunctionResponse {
  requestId: number;
  success: boolean;
  /** The value, or the error's message. */
  result: JSONValue;
  errorData?: JSONValue;
  logLines: string[];
}

export type ServerMessage =
  | { type: "Transition"; startVersion: StateVersion; endVersion: StateVersion; modifications: Modification[] }
  | ({ type: "MutationResponse"; ts?: string } & FunctionResponse)
  | ({ type: "ActionResponse" } & FunctionResponse)
  | { type: "AuthError"; error: string; baseVersion: number; authUpdateAttempted: boolean }
  | { type: "Ping" };

/** A timestamp as it goes over the wire: a little-endian u64 in base64. */
export function encodeTs(ts: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(ts);
  return bytes.toString("base64");
}
