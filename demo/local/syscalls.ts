import { Readable } from "node:stream";
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import * as z from "zod/mini";
import type { Engine, FunctionPath, Syscall } from "./engine.ts";
import { frames } from "./frames.ts";
import { jsonValue } from "./json-value.ts";
import type { Storage } from "./storage.ts";

const storageArgs = z.object({ storageId: z.string() });
const scheduleArgs = z.object({
  name: z.optional(z.string()),
  reference: z.optional(z.string()),
  functionHandle: z.optional(z.string()),
  args: jsonValue,
  /** Unix time in seconds. */
  ts: z.number(),
});
const blobArgs = z.object({ blob: z.instanceof(Blob) });

/** The longest file that a function may store, in bytes. */
const STORE_LIMIT = 2 ** 31;

/** Answers by this deployment's storage and scheduler what the engine only pretends to do. */
export function installSyscalls(engine: Engine, storage: Storage): void {
  engine.interceptSyscalls(async (op, args, original) => {
    switch (op) {
      case "1.0/schedule":
        return JSON.stringify(await schedule(engine, args, original));
      case "1.0/queryPage":
        return queryPage(args, original);
      case "1.0/storageGetUrl": {
        const component = await currentComponent(original);
        return JSON.stringify(storage.url(visible(engine, component, storageId(args)), component));
      }
      case "1.0/storageGenerateUploadUrl":
        return JSON.stringify(storage.uploadUrl(await currentComponent(original)));
      case "1.0/storageDelete":
        await deleteFile(engine, await currentComponent(original), storageId(args));
        return "{}";
      default:
        return original(op, args);
    }
  });
  engine.interceptJsSyscalls(async (op, args, original) => {
    const component = await currentComponent((name, jsonArgs) => globalThis.Convex.asyncSyscall(name, jsonArgs));
    switch (op) {
      case "storage/storeBlob": {
        const { blob } = blobArgs.parse(args);
        const source = Readable.fromWeb(blob.stream() as Parameters<typeof Readable.fromWeb>[0]);
        return storage.store(source, blob.type || undefined, component, { limit: STORE_LIMIT });
      }
      case "storage/getBlob":
        return storage.blob(component, storageArgs.parse(args).storageId);
      default:
        return original(op, args);
    }
  });
}

declare global {
  /** What Convex functions call their runtime by. */
  var Convex: { asyncSyscall: Syscall };
}

async function currentComponent(original: Syscall): Promise<string> {
  const answer: unknown = JSON.parse(await original("1.0/getFunctionMetadata", "{}"));
  return z.object({ componentPath: z.string() }).parse(answer).componentPath;
}

function storageId(args: string): string {
  return storageArgs.parse(JSON.parse(args)).storageId;
}

/** Only queries and mutations run in the engine's transaction. Beside it, only what is committed exists. */
function isInTransaction(): boolean {
  const type = frames.getStore()?.type;
  return type === "query" || type === "mutation";
}

function visible(engine: Engine, component: string, id: string) {
  return isInTransaction() ? engine.tables(component).get("_storage", id) : engine.committed(component, id);
}

async function deleteFile(engine: Engine, component: string, id: string): Promise<void> {
  const remove = () => engine.tables(component).delete("_storage", id);
  if (isInTransaction()) remove();
  else await engine.transaction(component, remove);
}

/**
 * Creates the scheduled function's document; the scheduler takes it from there once it is committed.
 *
 * A function of another component is named by its handle.
 */
async function schedule(engine: Engine, jsonArgs: string, original: Syscall): Promise<string> {
  const { args, ts, ...address } = scheduleArgs.parse(JSON.parse(jsonArgs));
  const handle = z.string().parse(JSON.parse(await original("1.0/createFunctionHandle", JSON.stringify(address))));
  const component = await currentComponent(original);
  const target = parseHandle(handle);
  return engine.tables(component).insert("_scheduled_functions", {
    name: target.componentPath === component ? target.udfPath : handle,
    args: [jsonToConvex(args)],
    scheduledTime: ts * 1000,
    state: { kind: "pending" },
  });
}

/** Reads `function://component;module:export`. */
export function parseHandle(handle: string): FunctionPath {
  const [componentPath = "", udfPath = ""] = handle.replace(/^function:\/\//, "").split(";");
  return { componentPath, udfPath };
}

/** A page that was shown before ends where it ended then, so that pages neither overlap nor leave gaps. */
async function queryPage(args: string, original: Syscall): Promise<string> {
  const journal = frames.getStore()?.call.journal;
  const request = z.looseObject({ endCursor: z.nullish(z.string()) }).parse(JSON.parse(args));
  const endCursor = request.endCursor ?? journal?.given ?? null;
  const answer = await original("1.0/queryPage", JSON.stringify({ ...request, endCursor }));
  if (journal) {
    const page = jsonToConvex(JSON.parse(answer) as JSONValue) as Record<string, Value>;
    journal.next = z.string().parse(page.continueCursor);
  }
  return answer;
}
