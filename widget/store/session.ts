import type { VideoView } from "../../convex/contract/video.js";
import { canDigest } from "../client/digest.js";
import { checkFile, recordName, type VideoFile } from "../client/file-check.js";
import type { Remembered } from "../client/memory.js";
import type { OwnedVideo } from "../client/service.js";
import type { Upload } from "../client/upload.js";
import { Editor } from "./editor.js";
import { problem, problemFrom } from "./problem.js";
import { createUpload, sendUpload, type SenderPorts } from "./sender.js";
import { initialState, reduce, type Change, type State } from "./state.js";
import { mayRetryUpdate } from "./update.js";

/** Which video to show; without one, the session is for sending videos. */
export interface SessionTarget {
  readonly siteKey: string;
  readonly videoId?: string;
  readonly shareToken?: string;
  /** Shows as to any viewer, whoever owns the video, and asks the deployment for nothing else. */
  readonly readOnly?: boolean;
}

/**
 * One element's dealings with its deployment: it acts on requests, and tells every change of state. Knows no DOM.
 * Nothing happens after `dispose`.
 */
export class Session {
  /** What the owner of a finished video may add to it. */
  readonly editor: Editor;
  readonly #ports: SenderPorts;
  readonly #target: SessionTarget;
  readonly #onState: (state: State) => void;
  readonly #life = new AbortController();
  #state: State;
  #stopWatching: (() => void) | undefined;
  #sending: AbortController | undefined;
  /** What the visitor chose, until it has arrived: a retry needs it. */
  #file: VideoFile | undefined;
  #upload: Upload | undefined;
  #latest: VideoView | undefined;
  /** The upload that this device began and no tab of it is sending any more. */
  #orphan: Remembered | undefined;

  constructor(ports: SenderPorts, target: SessionTarget, onState: (state: State) => void) {
    this.#ports = ports;
    this.#target = target;
    this.#onState = onState;
    this.#state = { ...initialState, fixed: target.videoId !== undefined };
    this.editor = new Editor({
      service: ports.service,
      memory: ports.memory,
      siteKey: target.siteKey,
      act: (ask) => this.#act(ask),
      apply: (change) => this.#apply(change),
      latest: () => this.#latest,
    });
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
        void this.#adoptOrphan(remembered);
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
    this.#file = file;
    await this.#send(file);
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

  /** Takes an upload up where it stopped, or has the analysis, or its update, done again. */
  async retry(): Promise<void> {
    const { view, videoId } = this.#state;
    if (view.name === "done" ? !mayRetryUpdate(view.video) : view.name !== "failed") {
      return;
    }
    const during = view.name === "failed" ? view.during : "update";
    if (during === "showing" && videoId !== undefined) {
      this.#show(videoId);
    } else if (during === "upload" && this.#file) {
      await this.#send(this.#file);
    } else {
      await this.#act((video) => this.#ports.service.processVideo(video));
    }
  }

  /** Has a finished video analysed once more. What its owner added stays. */
  async analyseAgain(): Promise<void> {
    await this.#act((video) => this.#ports.service.processVideo({ ...video, again: true }));
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
    const { view } = this.#state;
    if (view.name === "done" || (view.name === "failed" && view.during === "showing")) {
      this.#forget();
      this.#apply({ type: "reset" });
    } else {
      await this.#discard();
    }
  }

  dismissNotice(): void {
    this.#apply({ type: "notice-dismissed" });
  }

  /** Sends a file, from where an earlier try of it stopped. */
  async #send(file: VideoFile): Promise<void> {
    const sending = new AbortController();
    const { signal } = sending;
    this.#sending = sending;
    const sent = this.#upload ? Math.min(this.#upload.arrived * this.#upload.partSize, file.size) : 0;
    this.#apply({ type: "upload-started", filename: recordName(file), size: file.size, sent });
    try {
      const upload = this.#upload ?? (await createUpload(file, this.#target.siteKey, this.#ports, signal));
      const { videoId } = upload.video;
      this.#upload = upload;
      this.#apply({ type: "video-created", videoId });
      await sendUpload(upload, this.#ports, (change) => this.#apply(change), signal);
      this.#file = this.#upload = undefined;
      this.#apply({ type: "upload-complete" });
      this.#watch(videoId);
    } catch (cause) {
      if (!signal.aborted) {
        this.#apply({ type: "failed", problem: problemFrom(cause), during: "upload", owner: true });
      }
    }
  }

  /** Waits until no tab of this device is sending the video; if it has not arrived by then, it never will. */
  async #adoptOrphan(began: Remembered): Promise<void> {
    const { lock, memory } = this.#ports;
    const adopt = () => {
      const now = memory.load();
      if (now?.videoId === began.videoId && now.phase === "uploading") {
        this.#orphan = began;
      }
      return Promise.resolve();
    };
    await lock.hold(began.videoId, adopt, this.#life.signal).catch(ignore);
    this.#settleOrphan();
  }

  /** Clears an orphan away, or, when it had arrived whole, asks for the analysis that nobody asked for yet. */
  #settleOrphan(): void {
    const orphan = this.#orphan;
    const status = this.#latest?.status;
    if (orphan && status === "uploading") {
      this.#clear(orphan);
    } else if (orphan && status === "uploaded") {
      this.#orphan = undefined;
      const video = { videoId: orphan.videoId, ownerToken: this.#ports.memory.ownerToken() };
      this.#ports.service.processVideo(video).catch((cause: unknown) => {
        this.#apply({ type: "failed", problem: problemFrom(cause), during: "analysis", owner: true });
      });
    }
  }

  /** An interrupted upload cannot go on: the visitor is told, and the record is deleted. */
  #clear({ videoId, filename }: Remembered): void {
    const ownerToken = this.#ports.memory.ownerToken();
    this.#forget();
    this.#apply({ type: "reset", problem: problem("upload_interrupted"), filename });
    this.#ports.service.deleteVideo({ videoId, ownerToken }).catch(ignore);
  }

  #show(videoId: string): void {
    this.#apply({ type: "load", videoId });
    this.#watch(videoId);
  }

  #watch(videoId: string): void {
    this.#stopWatching?.();
    const query = {
      videoId,
      ...(this.#target.readOnly ? {} : { ownerToken: this.#ports.memory.ownerToken() }),
      ...(this.#target.shareToken === undefined ? {} : { shareToken: this.#target.shareToken }),
    };
    this.#stopWatching = this.#ports.service.watchVideo(
      query,
      (video) => this.#receive(video),
      (cause) => this.#lose(cause),
    );
  }

  #receive(told: VideoView): void {
    const video = this.#target.readOnly ? asViewer(told) : told;
    this.#latest = video;
    // An orphan's upload is not worth showing for the moment that it takes to clear it.
    if (!(this.#orphan && video.status === "uploading")) {
      this.#apply({ type: "video", video });
    }
    this.#settleOrphan();
  }

  #lose(cause: unknown): void {
    const found = problemFrom(cause);
    if (this.#target.videoId === undefined && found.code === "not_found") {
      this.#forget();
      this.#apply({ type: "reset" });
    } else {
      this.#apply({ type: "failed", problem: found, during: "showing", owner: false });
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
    if (videoId === undefined || busy || this.#target.readOnly) {
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
    this.#file = this.#upload = this.#latest = this.#orphan = undefined;
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

/** What somebody sees who may only watch. */
function asViewer({ shareToken: _share, edits: _edits, ...video }: VideoView): VideoView {
  return { ...video, access: "viewer" };
}

function ignore(): void {
  // Best effort: what stays behind is swept by the deployment.
}
