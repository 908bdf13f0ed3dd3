import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { JSONValue } from "convex/values";
import * as z from "zod/mini";
import type { Engine } from "./engine.ts";
import type { FileStore } from "./file-store.ts";
import { answerCors, HttpError, readBody, sendError, sendJson } from "./http-body.ts";
import type { Outcome, Runtime } from "./runtime.ts";
import { download, upload } from "./storage-http.ts";
import type { Storage } from "./storage.ts";
import { encodeTs } from "./sync-protocol.ts";

/** Convex takes arguments of up to 16 MiB. */
const LONGEST_BODY = 20 * 2 ** 20;
/** The status by which Convex says that the function, not the request, failed. */
const FUNCTION_FAILED = 560;

const functionRequest = z.object({
  path: z.string(),
  args: z.union([z.array(z.custom<JSONValue>()), z.record(z.string(), z.custom<JSONValue>())]),
});

const PAGES: Readonly<Record<string, string>> = {
  "/": "This local Convex deployment is running.",
  "/version": "local",
};

export interface ApiContext {
  engine: Engine;
  runtime: Runtime;
  storage: Storage;
  files: FileStore;
  durable: () => Promise<void>;
  uploadLimit: number;
}

/** Convex's HTTP interface: functions, file storage and the version. */
export function httpApi(context: ApiContext): RequestListener {
  return (request, response) => {
    if (answerCors(request, response)) return;
    route(request, response, context).catch((error: unknown) => {
      if (!(error instanceof HttpError) && !request.destroyed) context.runtime.report("http", error);
      sendError(response, error);
    });
  };
}

async function route(request: IncomingMessage, response: ServerResponse, context: ApiContext): Promise<void> {
  const path = new URL(request.url ?? "", "http://local").pathname;
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead) {
    const token = /^\/api\/storage\/([\w-]+)$/.exec(path)?.[1];
    if (token !== undefined) {
      download(request, response, context.storage, token);
      return;
    }
    const text = PAGES[path];
    if (text !== undefined) {
      response.end(text);
      return;
    }
  } else if (request.method === "POST") {
    const { engine, runtime } = context;
    const call = async (type: "query" | "mutation" | "action"): Promise<void> => {
      const { path: name, args } = await parseRequest(request);
      const outcome = await runtime.runPublic(type, name, args);
      if (type !== "query") await context.durable();
      sendOutcome(response, outcome);
    };
    switch (path) {
      case "/api/query":
      case "/api/query_at_ts":
        return call("query");
      case "/api/mutation":
        return call("mutation");
      case "/api/action":
        return call("action");
      case "/api/storage/upload":
        return upload(request, response, { ...context, limit: context.uploadLimit });
      case "/api/query_ts":
        sendJson(response, 200, { ts: encodeTs(engine.lastCommitTs) });
        return;
    }
  }
  throw new HttpError(404, "NotFound", `There is nothing at ${path}.`);
}

async function parseRequest(request: IncomingMessage): Promise<{ path: string; args: JSONValue }> {
  if (request.headers.authorization !== undefined) {
    throw new HttpError(401, "NoAuthProvider", "No auth provider found matching the given token.");
  }
  const body = await readBody(request, LONGEST_BODY);
  try {
    const { path, args } = functionRequest.parse(JSON.parse(body.toString()));
    return { path, args: Array.isArray(args) ? (args[0] ?? {}) : args };
  } catch (error) {
    throw new HttpError(400, "BadRequest", `The request cannot be read: ${String(error)}`);
  }
}

function sendOutcome(response: ServerResponse, { value, error, logLines }: Outcome): void {
  if (error === undefined) {
    sendJson(response, 200, { status: "success", value, logLines });
  } else {
    const { message: errorMessage, data } = error;
    const errorData = data === undefined ? {} : { errorData: data };
    sendJson(response, FUNCTION_FAILED, { status: "error", errorMessage, ...errorData, logLines });
  }
}
