import type * as z from "zod/mini";
import { type ErrorCode, errors } from "../contract/errors.js";
import { Token } from "../contract/primitives.js";
import { hashToken } from "./tokens.js";
import type { Refusal } from "./validators.js";

/** Largest body that a worker may send, bytes. Results as large as the contract allows take two thirds of it. */
const MAX_BODY_BYTES = 512 * 1024;

/** Status of each refusal; whatever is not here is 400. */
const STATUSES: Partial<Record<ErrorCode, number>> = { unauthorized: 401, superseded: 409, cancelled: 409 };

/**
 * Answers a worker's call: takes its token from the Authorization header, its body by `schema`, and hands both to `run`,
 * the token as a hash. Neither is logged.
 */
export async function answerCallback<Body extends object, Answer extends object>(
  request: Request,
  schema: z.ZodMiniType<Body>,
  run: (call: Body & { tokenHash: string }) => Promise<Answer | Refusal>,
): Promise<Response> {
  const token = bearerToken(request);
  if (token === undefined) return refuse("unauthorized");
  const body = schema.safeParse(await readJson(request));
  if (!body.success) return refuse("invalid_request");
  const answer = await run({ ...body.data, tokenHash: await hashToken(token) });
  return "refused" in answer ? refuse(answer.refused) : Response.json(answer);
}

function bearerToken(request: Request): string | undefined {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  return Token.safeParse(token).data;
}

function refuse(code: ErrorCode): Response {
  return Response.json({ code, message: errors[code].message }, { status: STATUSES[code] ?? 400 });
}

/** The body as JSON; undefined where it is none, or too long. Reads no more than it must to tell. */
async function readJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    length += chunk.value.byteLength;
    if (length > MAX_BODY_BYTES) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(chunk.value);
  }
  try {
    return JSON.parse(await new Blob(chunks as BlobPart[]).text());
  } catch {
    return undefined;
  }
}
