import { env } from "../_generated/server.js";
import { CONTRACT_VERSION } from "../contract/limits.js";
import { type InterpretRequest, ProcessAccepted, type ProcessRequest } from "../contract/workerApi.js";
import { DISPATCH_TIMEOUT } from "./times.js";
import type { DispatchOutcome, JobOrder } from "./validators.js";

/** Statuses that say "not now" rather than "never". */
const PASSING_STATUSES = new Set([404, 408, 425, 429]);

const PATHS = { analysis: "/process", interpretation: "/interpret" } as const;

/** Asks the worker to do a job. Never throws: whatever goes wrong is an outcome. */
export async function requestJob({ kind, ...order }: JobOrder, token: string): Promise<DispatchOutcome> {
  const { MODAL_ENDPOINT_URL, MODAL_KEY, MODAL_SECRET, CONVEX_SITE_URL } = env;
  if (!MODAL_ENDPOINT_URL || !MODAL_KEY || !MODAL_SECRET) {
    return refused("worker_unavailable", "MODAL_ENDPOINT_URL, MODAL_KEY and MODAL_SECRET are not all set", false);
  }
  const request: ProcessRequest | InterpretRequest = {
    ...order,
    contractVersion: CONTRACT_VERSION,
    callbackUrl: CONVEX_SITE_URL,
    token,
  };
  try {
    return await send(`${MODAL_ENDPOINT_URL.replace(/\/+$/, "")}${PATHS[kind]}`, request, {
      "Modal-Key": MODAL_KEY,
      "Modal-Secret": MODAL_SECRET,
    });
  } catch (error) {
    return refused("worker_unavailable", error instanceof Error ? error.message : String(error), true);
  }
}

async function send(
  url: string,
  request: ProcessRequest | InterpretRequest,
  credentials: Record<string, string>,
): Promise<DispatchOutcome> {
  const controller = new AbortController();
  // Convex's own fetch knows no signals, so the time limit must not depend on the request coming to an end.
  return await withTimeout(DISPATCH_TIMEOUT, controller, async () => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...credentials },
      body: JSON.stringify(request),
      // A redirect would carry the credentials to somebody else.
      redirect: "manual",
      signal: controller.signal,
    });
    return judge(response.status, await response.text(), request);
  });
}

function judge(status: number, body: string, request: ProcessRequest | InterpretRequest): DispatchOutcome {
  if (status === 202) {
    const answer = ProcessAccepted.safeParse(parseJson(body));
    const agrees = answer.success && answer.data.videoId === request.videoId && answer.data.attempt === request.attempt;
    return agrees ? { accepted: true } : refused("worker_bad_answer", "202 with an answer of the wrong shape", true);
  }
  if (status === 401 || status === 403) return refused("worker_unavailable", `credentials refused (${status})`, false);
  if (status >= 500 || PASSING_STATUSES.has(status)) return refused("worker_unavailable", `answered ${status}`, true);
  return refused("worker_bad_answer", `answered ${status}`, status < 400);
}

function refused(code: "worker_unavailable" | "worker_bad_answer", detail: string, mayPass: boolean): DispatchOutcome {
  return { accepted: false, code, detail, mayPass };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function withTimeout<T>(milliseconds: number, controller: AbortController, work: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds / 1000} s`));
      controller.abort();
    }, milliseconds);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
