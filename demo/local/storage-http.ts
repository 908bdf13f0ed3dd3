import type { IncomingMessage, ServerResponse } from "node:http";
import { clearTimeout, setTimeout } from "node:timers";
import send from "send";
import { TooLarge, type Draft, type FileStore } from "./file-store.ts";
import { HttpError, sendJson } from "./http-body.ts";
import type { Storage } from "./storage.ts";

/** Convex ends an upload that takes longer. */
const UPLOAD_TIMEOUT_MS = 120_000;
const CACHE_FOR_S = 30 * 24 * 3600;

/** Stores the body of a POST to an upload URL and answers with its storage id. */
export async function upload(
  request: IncomingMessage,
  response: ServerResponse,
  { storage, files, limit }: { storage: Storage; files: FileStore; limit: number },
): Promise<void> {
  const token = new URL(request.url ?? "", "http://local").searchParams.get("token") ?? "";
  const permit = check(files, token);
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const timer = setTimeout(() => request.destroy(new Error("The upload took too long.")), UPLOAD_TIMEOUT_MS);
  try {
    const accept = (draft: Draft): void => {
      checkDigest(request.headers.digest, draft);
      // Another upload to the same URL may have been faster.
      check(files, token).use();
    };
    const storageId = await storage.store(request, request.headers["content-type"], permit.component, {
      limit,
      accept,
    });
    sendJson(response, 200, { storageId });
  } catch (error) {
    throw error instanceof TooLarge ? tooLarge(limit) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Sends a stored file, or the part of it that a Range header asks for. */
export function download(request: IncomingMessage, response: ServerResponse, storage: Storage, token: string): void {
  const file = storage.find(token);
  if (file === null) throw new HttpError(404, "FileNotFound", "There is no such file.");
  response.setHeader("Content-Type", file.contentType ?? "application/octet-stream");
  response.setHeader("Cache-Control", `private, max-age=${CACHE_FOR_S}`);
  response.setHeader("ETag", `"${file.sha256}"`);
  response.setHeader("Digest", `sha-256=${file.sha256}`);
  response.setHeader("X-Content-Type-Options", "nosniff");
  send(request, file.path, { cacheControl: false, lastModified: false, etag: false, dotfiles: "allow" })
    .on("error", (error: { statusCode?: number }) => {
      response.statusCode = error.statusCode ?? 500;
      response.end();
    })
    .pipe(response);
}

function check(files: FileStore, token: string) {
  const permit = files.checkUploadToken(token);
  if (permit === null) throw new HttpError(401, "Unauthorized", "The upload URL is wrong, used or older than an hour.");
  return permit;
}

function checkDigest(header: string | string[] | undefined, draft: Draft): void {
  const expected = /^sha-256=(.+)$/i.exec(String(header ?? ""))?.[1];
  if (expected !== undefined && expected !== draft.sha256) {
    throw new HttpError(400, "BadDigest", "The body does not match its digest.");
  }
}

function tooLarge(limit: number): HttpError {
  return new HttpError(413, "FileTooLarge", `A file may hold at most ${limit} bytes.`);
}
