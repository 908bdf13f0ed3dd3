import type { VideoView } from "../../convex/contract/video.js";
import { canDigest } from "../client/digest.js";
import { checkFile, recordName, type VideoFile } from "../client/file-check.js";
import type { Remembered } from "../client/memory.js";
import { untilAborted } from "../client/retry.js";
import type { OwnedVideo } from "../client/service.js";
import type { Upload } from "../client/upload.js";
import { problem, problemFrom } from "./problem.js";
import { createUpload, sendUpload, type SenderPorts } from "./sender.js";
import { initialState, reduce, type Change, type State } from "./state.js";

/** Which video to show; without one, the session is for sending videos. */
export interface SessionTarget {
  readonly siteKey: string;
  readonly videoId?: string;
  readonly shareToken?: string;
}

/**
 * One element's dealings with its deployment: it acts on requests, and tells every change of state. Knows no DOM.
 * Nothing happens after `dispose`.
 */
export class Session {
  readonly #ports: SenderPorts;
  readonly #target: SessionTarget;
  readonly #onState: (state: State) => void;
  readonly #life = new AbortController();
  #state: State;
  #stopWatching: (() => void) | undefined;
  #sending: AbortController | undefined;
  #upload: Upload | undefined;
  /** The record that was asked to be processed, so that it is asked once. */
  #started: string | undefined;
  /** An interrupted upload is being taken away: news of it no longer matters. */
  #clearing = false;

  constructor(ports: SenderPorts, target: SessionTarget, onState: (state: State) => void) {
    this.#ports = ports;
    this.#target = target;
    this.#onState = onState;
    this.#state = { ...initialState, fixed: target.videoId !== undefined };
  }

  get state(): State {
    return this.#state;
  }

  /** Connects, and finds again what this device was doing. */
  start(): void {
    const stop = this.#ports.service.watchConnection((connection) => this.#apply({ type: "connection", connection }));
    this.#life.signal.addEventListener("abort", stop, { once: true });
    const { videoId } = this.#target;
    const remembered = videoId === undefined ? this.#ports.memory.load() : undefined;
    if (videoId !== undefined) {
      this.#show(videoId);
    } else if (remembered) {
      this.#show(remembered.videoId);
      if (remembered.phase === "uploading") {
        void this.#clearInterrupted(remembered);
      }
    }
  }

  dispose(): void {
    this.#life.abort(new DOMException("The element was removed.", "AbortError"));
    this.#sending?.abort(this.#life.signal.reason);
    this.#stopWatching?.();
  }

  /** Checks a file and, if it can be taken, sends it and has it analysed. */
  async choose(file: VideoFile): Promise<void> {
    if (this.#state.view.name !== "empty") {
      return;
    }
    const filename = recordName(file);
    this.#apply({ type: "file-chosen", filename, size: file.size });
    const refusal = (await checkFile(file)) ?? (canDigest() ? undefined : problem("insecure_page"));
    if (this.#life.signal.aborted) {
      return;
    }
    if (refusal) {
      this.#apply({ type: "reset", problem: refusal, filename });
      return;
    }
    this.#apply({ type: "upload-started", filename, size: file.size, sent: 0 });
    await this.#send((signal) => createUpload(file, this.#target.siteKey, this.#ports, signal));
  }

  /** Stops what is under way. What was sent is deleted; a stopped analysis keeps its record. */
  async cancel(): Promise<void> {
    if (this.#state.view.name === "uploading") {
      this.#sending?.abort(new DOMException("The upload was cancelled.", "AbortError"));
      await this.#discard();
    } else if (this.#state.view.name === "analysing") {
      await this.#act((video) => this.#ports.service.cancelVideo(video));
    }
  }

  /** Takes an upload up where it stopped, or has the analysis done again. */
  async retry(): Promise<void> {
    const { view } = this.#state;
    if (view.name !== "failed") {
      return;
    }
    const upload = this.#upload;
    if (view.during === "showing") {
      const { videoId } = this.#state;
      if (videoId !== undefined) {
        this.#show(videoId);
      }
    } else if (view.during === "upload" && upload) {
      const { file, partSize, arrived } = upload;
      const sent = Math.min(arrived * partSize, file.size);
      this.#apply({ type: "upload-started", filename: view.filename ?? "", size: file.size, sent });
      await this.#send(() => Promise.resolve(upload));
    } else {
      await this.#act((video) => this.#ports.service.processVideo(video));
    }
  }

  /** Deletes the video for good. */
  async remove(): Promise<void> {
    const gone = await this.#act((video) => this.#ports.service.deleteVideo(video));
    if (gone && this.#target.videoId === undefined) {
      this.#forget();
      this.#apply({ type: "reset" });
    }
  }

  /** Leaves a finished video as it is, throws away one that came to nothing, and is ready for another. */
  async startOver(): Promise<void> {
    if (this.#state.view.name === "done") {
      this.#forget();
      this.#apply({ type: "reset" });
    } else {
      await this.#discard();
    }
  }

  dismissNotice(): void {
    this.#apply({ type: "notice-dismissed" });
  }

  async #send(prepare: (signal: AbortSignal) => Promise<Upload>): Promise<void> {
    const sending = new AbortController();
    const { signal } = sending;
    this.#sending = sending;
    try {
      const upload = await prepare(signal);
      this.#upload = upload;
      this.#apply({ type: "video-created", videoId: upload.video.videoId });
      await sendUpload(upload, this.#ports, (change) => this.#apply(change), signal);
      this.#upload = undefined;
      this.#started = upload.video.videoId;
      this.#apply({ type: "upload-complete" });
      this.#watch(upload.video.videoId);
    } catch (cause) {
      if (!signal.aborted) {
        this.#apply({ type: "failed", problem: problemFrom(cause), during: "upload", owner: true });
      }
    }
  }

  /** An upload that no tab of this device is sending any more cannot go on: its record is deleted. */
  async #clearInterrupted({ videoId, filename }: Remembered): Promise<void> {
    const { lock, memory, service } = this.#ports;
    const clear = async () => {
      const remembered = memory.load();
      if (remembered?.videoId !== videoId || remembered.phase !== "uploading") {
        return;
      }
      this.#clearing = true;
      const deletion = service.deleteVideo({ videoId, ownerToken: memory.ownerToken() }).catch(ignore);
      await untilAborted(deletion, this.#life.signal);
      this.#forget();
      this.#apply({ type: "reset", problem: problem("upload_interrupted"), filename });
    };
    await lock.hold(videoId, clear, this.#life.signal).catch(ignore);
  }

  #show(videoId: string): void {
    this.#apply({ type: "load", videoId });
    this.#watch(videoId);
  }

  #watch(videoId: string): void {
    this.#stopWatching?.();
    const query = {
      videoId,
      ownerToken: this.#ports.memory.ownerToken(),
      ...(this.#target.shareToken === undefined ? {} : { shareToken: this.#target.shareToken }),
    };
    this.#stopWatching = this.#ports.service.watchVideo(
      query,
      (video) => this.#receive(video),
      (cause) => this.#lose(cause),
    );
  }

  #receive(video: VideoView): void {
    if (this.#clearing && video.status === "uploading") {
      return;
    }
    this.#apply({ type: "video", video });
    const owned = { videoId: video.videoId, ownerToken: this.#ports.memory.ownerToken() };
    const resumes = video.status === "uploaded" && video.access === "owner" && this.#target.videoId === undefined;
    if (resumes && this.#started !== video.videoId) {
      // Every part had arrived when the page went away, but nobody had asked for the analysis yet.
      this.#started = video.videoId;
      this.#ports.service.processVideo(owned).catch((cause: unknown) => {
        this.#apply({ type: "failed", problem: problemFrom(cause), during: "analysis", owner: true });
      });
    }
  }

  #lose(cause: unknown): void {
    const found = problemFrom(cause);
    const goneForUs = this.#target.videoId === undefined && found.code === "not_found";
    if (!goneForUs) {
      this.#apply({ type: "failed", problem: found, during: "showing", owner: false });
    } else if (!this.#clearing) {
      this.#forget();
      this.#apply({ type: "reset" });
    }
  }

  /** Back to the empty view at once; the record is deleted behind it. */
  async #discard(): Promise<void> {
    const { videoId } = this.#state;
    this.#forget();
    this.#apply({ type: "reset" });
    if (videoId !== undefined) {
      const ownerToken = this.#ports.memory.ownerToken();
      await this.#ports.service.deleteVideo({ videoId, ownerToken }).catch(ignore);
    }
  }

  /** Asks the deployment for something; a refusal becomes a notice beside the view. */
  async #act(ask: (video: OwnedVideo) => Promise<void>): Promise<boolean> {
    const { videoId, busy } = this.#state;
    if (videoId === undefined || busy) {
      return false;
    }
    this.#apply({ type: "action-started" });
    try {
      await ask({ videoId, ownerToken: this.#ports.memory.ownerToken() });
      this.#apply({ type: "action-ended" });
      return true;
    } catch (cause) {
      this.#apply({ type: "action-ended", problem: problemFrom(cause) });
      return false;
    }
  }

  #forget(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#upload = undefined;
    this.#clearing = false;
    if (this.#state.videoId !== undefined) {
      this.#ports.memory.forget(this.#state.videoId);
    }
  }

  #apply(change: Change): void {
    if (!this.#life.signal.aborted) {
      this.#state = reduce(this.#state, change);
      this.#onState(this.#state);
    }
  }
}

function ignore(): void {
  // Best effort: what stays behind is swept by the deployment.
}
