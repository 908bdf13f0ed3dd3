import { StoredFile } from "../../convex/contract/video.js";

/** Sends one part; `onSent` gets the bytes of it that have left so far. Rejects when it did not arrive whole. */
export type PostPart = (
  url: string,
  body: Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
) => Promise<{ storageId: string }>;

/** Convex ends an upload POST after two minutes; waiting longer is in vain. */
const TIMEOUT_MS = 120_000;

/** `PostPart` by XMLHttpRequest, the one interface that tells how much has left. */
export const postPart: PostPart = (url, body, onSent, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const fail = (why: string) => () => reject(new Error(why));
    request.open("POST", url);
    request.setRequestHeader("Content-Type", body.type);
    request.timeout = TIMEOUT_MS;
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      const answer = request.status === 200 ? parseAnswer(request.responseText) : undefined;
      if (answer) {
        resolve(answer);
      } else {
        reject(new Error(`The part was not stored (HTTP ${request.status}).`));
      }
    };
    request.onerror = fail("The connection broke while a part was sent.");
    request.ontimeout = fail("A part took too long.");
    request.onabort = () => reject(signal.reason as Error);
    request.onloadend = () => signal.removeEventListener("abort", abort);
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    request.send(body);
  });

function parseAnswer(text: string): { storageId: string } | undefined {
  try {
    return StoredFile.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
