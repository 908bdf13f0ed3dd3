import type { VideoView } from "../../convex/contract/video.js";
import type { AnalysisService, ArrivedPart, NewVideo, OwnedVideo, VideoQuery } from "../client/service.js";
import { ProblemError } from "../store/problem.js";
import type { Connection } from "../store/state.js";
import { videoView } from "./videos.js";

interface Watcher {
  readonly query: VideoQuery;
  readonly onVideo: (video: VideoView) => void;
  readonly onError: (cause: unknown) => void;
}

/** Bytes in a part of a fake deployment: small, so that small files have several. */
export const FAKE_PART_BYTES = 1024;

/** A deployment in memory: it keeps records, and tests change them as the worker would. */
export class FakeService implements AnalysisService {
  readonly videos = new Map<string, VideoView>();
  readonly parts: ArrivedPart[] = [];
  readonly processed: string[] = [];
  /** Thrown by the next call of the named function, once each. */
  readonly refusals = new Map<keyof AnalysisService, Error[]>();
  partSize = FAKE_PART_BYTES;
  connection: Connection = "connected";
  #watchers = new Set<Watcher>();
  #connectionListeners = new Set<(connection: Connection) => void>();
  #created = 0;

  get watchers(): number {
    return this.#watchers.size + this.#connectionListeners.size;
  }

  refuse(name: keyof AnalysisService, ...causes: Error[]): void {
    this.refusals.set(name, [...(this.refusals.get(name) ?? []), ...causes]);
  }

  /** Puts a record in place, or changes it, and tells whoever watches it. */
  set(video: VideoView): void {
    this.videos.set(video.videoId, video);
    this.#tell(video.videoId);
  }

  change(videoId: string, change: Partial<VideoView>): void {
    this.set({ ...this.#get(videoId), ...change });
  }

  setConnection(connection: Connection): void {
    this.connection = connection;
    for (const listener of this.#connectionListeners) {
      listener(connection);
    }
  }

  async createVideo({ filename, size }: NewVideo) {
    await this.#answer("createVideo");
    this.#created += 1;
    const videoId = `video-${this.#created}`;
    this.set(videoView({ videoId, filename, size, uploadedBytes: 0, status: "uploading" }));
    const parts = Math.ceil(size / this.partSize);
    return { videoId, shareToken: "s".repeat(43), partSize: this.partSize, parts };
  }

  async generateUploadUrl({ videoId, index }: OwnedVideo & { index: number }) {
    await this.#answer("generateUploadUrl");
    this.#get(videoId);
    return `https://deployment.test/upload/${videoId}/${index}`;
  }

  async addPart(part: ArrivedPart) {
    await this.#answer("addPart");
    const { size } = this.#get(part.videoId);
    this.parts.push(part);
    const uploadedBytes = Math.min(size, (part.index + 1) * this.partSize);
    this.change(part.videoId, { uploadedBytes, status: uploadedBytes === size ? "uploaded" : "uploading" });
  }

  async processVideo({ videoId }: OwnedVideo) {
    await this.#answer("processVideo");
    this.processed.push(videoId);
    this.change(videoId, { status: "processing", stage: "queue", progress: 0, attempt: 1, error: undefined });
  }

  async cancelVideo({ videoId }: OwnedVideo) {
    await this.#answer("cancelVideo");
    this.change(videoId, { status: "cancelled" });
  }

  async deleteVideo({ videoId }: OwnedVideo) {
    await this.#answer("deleteVideo");
    this.#get(videoId);
    this.videos.delete(videoId);
    this.#tell(videoId);
  }

  watchVideo(query: VideoQuery, onVideo: (video: VideoView) => void, onError: (cause: unknown) => void): () => void {
    const watcher = { query, onVideo, onError };
    this.#watchers.add(watcher);
    queueMicrotask(() => this.#show(watcher));
    return () => this.#watchers.delete(watcher);
  }

  watchConnection(onChange: (connection: Connection) => void): () => void {
    this.#connectionListeners.add(onChange);
    onChange(this.connection);
    return () => this.#connectionListeners.delete(onChange);
  }

  #tell(videoId: string): void {
    for (const watcher of this.#watchers) {
      if (watcher.query.videoId === videoId) {
        this.#show(watcher);
      }
    }
  }

  #show(watcher: Watcher): void {
    if (!this.#watchers.has(watcher)) {
      return;
    }
    const video = this.videos.get(watcher.query.videoId);
    if (video) {
      watcher.onVideo(video);
    } else {
      watcher.onError(new ProblemError("not_found"));
    }
  }

  #get(videoId: string): VideoView {
    const video = this.videos.get(videoId);
    if (!video) {
      throw new ProblemError("not_found");
    }
    return video;
  }

  async #answer(name: keyof AnalysisService): Promise<void> {
    await Promise.resolve();
    const refusal = this.refusals.get(name)?.shift();
    if (refusal !== undefined) {
      throw refusal;
    }
  }
}
