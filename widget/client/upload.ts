import { errors } from "../../convex/contract/errors.js";
import { problemFrom, ProblemError } from "../store/problem.js";
import { sha256Hex } from "./digest.js";
import type { PostPart } from "./post-part.js";
import { backoffMs, untilAborted, wait, type RetryPlan } from "./retry.js";
import type { AnalysisService, OwnedVideo } from "./service.js";

/** A file on its way: which record it goes to, and how many parts have arrived. */
export interface Upload {
  readonly file: Blob;
  readonly filename: string;
  readonly video: OwnedVideo;
  /** Bytes in each part but the last. */
  readonly partSize: number;
  /** Parts that the deployment has confirmed; a retry goes on from here. */
  arrived: number;
}

export interface UploadProgress {
  /** Bytes sent so far, those of the part under way included. */
  readonly sent: number;
  /** The part under way failed and is tried again. */
  readonly retrying: boolean;
}

/** What sending needs from outside. */
export interface UploadPorts {
  readonly service: Pick<AnalysisService, "generateUploadUrl" | "addPart">;
  readonly postPart: PostPart;
  readonly retries: RetryPlan;
  readonly random: () => number;
}

/** A refusal by code that another try of the same part cannot change. */
function isFinal(cause: unknown): boolean {
  if (cause instanceof ProblemError) {
    return true;
  }
  const { code } = problemFrom(cause);
  return code in errors && !errors[code as keyof typeof errors].retryable;
}

/**
 * Sends the parts that have not arrived yet, one after another, each tried again with growing waits.
 *
 * @throws ProblemError `upload_stalled` when a part failed too often (the upload may be taken up again),
 * `file_changed` when the file cannot be read any more; the signal's reason when it aborts; what the deployment
 * refused for good.
 */
export async function sendParts(
  upload: Upload,
  ports: UploadPorts,
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const parts = Math.ceil(upload.file.size / upload.partSize);
  while (upload.arrived < parts) {
    await sendPart(upload, ports, onProgress, signal);
    upload.arrived += 1;
    onProgress({ sent: Math.min(upload.arrived * upload.partSize, upload.file.size), retrying: false });
  }
}

async function sendPart(
  upload: Upload,
  ports: UploadPorts,
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const start = upload.arrived * upload.partSize;
  const bytes = await readPart(upload.file.slice(start, start + upload.partSize));
  const sha256 = await sha256Hex(bytes);
  const body = new Blob([bytes], { type: "application/octet-stream" });
  const part = { ...upload.video, index: upload.arrived };
  for (let failures = 0; ;) {
    signal.throwIfAborted();
    try {
      const url = await untilAborted(ports.service.generateUploadUrl(part), signal);
      const report = (sent: number) => onProgress({ sent: start + Math.min(sent, body.size), retrying: failures > 0 });
      const { storageId } = await ports.postPart(url, body, report, signal);
      await untilAborted(ports.service.addPart({ ...part, storageId, sha256 }), signal);
      return;
    } catch (cause) {
      signal.throwIfAborted();
      if (isFinal(cause)) {
        throw cause;
      }
      failures += 1;
      if (failures >= ports.retries.attempts) {
        throw new ProblemError("upload_stalled");
      }
      onProgress({ sent: start, retrying: true });
      await wait(backoffMs(ports.retries, failures, ports.random), signal);
    }
  }
}

async function readPart(part: Blob): Promise<ArrayBuffer> {
  try {
    return await part.arrayBuffer();
  } catch {
    throw new ProblemError("file_changed");
  }
}
