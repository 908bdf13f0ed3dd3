import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Engine } from "./engine.ts";
import { HttpError, readBody, sendError } from "./http-body.ts";
import type { Runtime } from "./runtime.ts";

/** Convex takes and gives at most 20 MiB in an HTTP action. */
const LONGEST_BODY = 20 * 2 ** 20;

/** Serves the app's HTTP actions. What other origins may read is up to them. */
export function siteActions(engine: Engine, runtime: Runtime, durable: () => Promise<void>): RequestListener {
  return (request, response) => {
    answer(request, response, { engine, runtime, durable }).catch((error: unknown) => {
      if (!(error instanceof HttpError)) runtime.report("http action", error);
      sendError(response, error);
    });
  };
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  { engine, runtime, durable }: { engine: Engine; runtime: Runtime; durable: () => Promise<void> },
): Promise<void> {
  const url = new URL(incoming.url ?? "", `http://${incoming.headers.host ?? "local"}`);
  const path = url.pathname + url.search;
  const method = incoming.method ?? "GET";
  if (method === "CONNECT" || method === "TRACE") throw new HttpError(405, "BadMethod", `${method} is not served.`);
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? await readBody(incoming, LONGEST_BODY) : undefined;
  const init = { method, headers: headersOf(incoming), ...(body && { body: new Uint8Array(body) }) };
  const siteRequest = new Request(url, init);
  const result = await runtime.inCall(`${method} ${url.pathname}`, () => engine.call.fetch(path, { method }), {
    siteRequest,
  });
  await durable();
  response.statusCode = result.status;
  result.headers.forEach((value, name) => response.appendHeader(name, value));
  if (result.body === null) response.end();
  else await pipeline(Readable.fromWeb(result.body as Parameters<typeof Readable.fromWeb>[0]), response);
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? "", rawHeaders[i + 1] ?? "");
  return headers;
}
