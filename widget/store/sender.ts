import { contentTypeOf, recordName, type VideoFile } from "../client/file-check.js";
import type { Memory } from "../client/memory.js";
import { untilAborted } from "../client/retry.js";
import type { AnalysisService } from "../client/service.js";
import { TransferRate } from "../client/transfer-rate.js";
import type { UploadLock } from "../client/upload-lock.js";
import { sendParts, type Upload, type UploadPorts } from "../client/upload.js";
import type { Change } from "./state.js";

/** What sending works with. */
export interface SenderPorts extends Omit<UploadPorts, "service"> {
  readonly service: AnalysisService;
  readonly memory: Memory;
  readonly lock: UploadLock;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

/** Makes the record that a file goes to. An abort meanwhile takes the record away again. */
export async function createUpload(
  file: VideoFile,
  siteKey: string,
  { memory, service }: SenderPorts,
  signal: AbortSignal,
): Promise<Upload> {
  const ownerToken = memory.ownerToken();
  const filename = recordName(file);
  const details = { siteKey, ownerToken, filename, size: file.size, contentType: contentTypeOf(file) };
  const creation = service.createVideo(details);
  const takeBack = async () => {
    try {
      const { videoId } = await creation;
      await service.deleteVideo({ videoId, ownerToken });
    } catch {
      // Nothing was made, or the deployment sweeps it later.
    }
  };
  try {
    const { videoId, partSize } = await untilAborted(creation, signal);
    memory.save({ videoId, phase: "uploading", filename });
    return { file, filename, video: { videoId, ownerToken }, partSize, arrived: 0 };
  } catch (cause) {
    if (signal.aborted) {
      void takeBack();
    }
    throw cause;
  }
}

/** Sends what is left of a file and asks for its analysis, holding the video's lock all the while. */
export function sendUpload(
  upload: Upload,
  ports: SenderPorts,
  apply: (change: Change) => void,
  signal: AbortSignal,
): Promise<void> {
  const { memory, service, lock, now } = ports;
  const { videoId } = upload.video;
  const rate = new TransferRate();
  const send = async () => {
    await sendParts(
      upload,
      ports,
      ({ sent, retrying }) => {
        rate.add(sent, now());
        const { bytesPerSecond } = rate;
        const secondsLeft = bytesPerSecond === undefined ? undefined : (upload.file.size - sent) / bytesPerSecond;
        apply({ type: "upload-progress", sent, retrying, bytesPerSecond, secondsLeft });
      },
      signal,
    );
    await untilAborted(service.processVideo(upload.video), signal);
    memory.save({ videoId, phase: "analysing", filename: upload.filename });
  };
  return lock.hold(videoId, send, signal);
}
