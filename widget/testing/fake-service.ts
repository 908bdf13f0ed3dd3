import type {
  Calibration,
  HitEdit,
  PlayerName,
  RallyEdit,
  SavedCalibration,
  Swap,
} from "../../convex/contract/edits.js";
import type { VideoView } from "../../convex/contract/video.js";
import type {
  AnalysisService,
  ArrivedPart,
  CorrectionOf,
  NewSavedCalibration,
  NewVideo,
  OwnedVideo,
  VideoQuery,
} from "../client/service.js";
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
  /** How videos were asked for. */
  readonly queries: VideoQuery[] = [];
  calibrations: readonly SavedCalibration[] = [];
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

  async processVideo({ videoId, again = false }: OwnedVideo & { again?: boolean }) {
    await this.#answer("processVideo");
    this.processed.push(videoId);
    const update = this.#get(videoId).status === "completed" && !again;
    const analysis = { status: "processing", stage: "queue", progress: 0, attempt: 1, error: undefined } as const;
    this.change(videoId, update ? { update: "running" } : analysis);
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

  async setNames({ videoId, names }: OwnedVideo & { names: readonly PlayerName[] }) {
    await this.#answer("setNames");
    this.change(videoId, { names: [...names] });
  }

  async calibrate({ videoId, calibration }: OwnedVideo & { calibration: Calibration }) {
    await this.#answer("calibrate");
    const edits = this.#edits(videoId);
    const others = edits.calibrations.filter(({ view }) => view !== calibration.view);
    this.change(videoId, { edits: { ...edits, calibrations: [...others, calibration] }, update: "running" });
  }

  async clearCalibration({ videoId, view }: OwnedVideo & { view: number }) {
    await this.#answer("clearCalibration");
    const edits = this.#edits(videoId);
    const others = edits.calibrations.filter((calibration) => calibration.view !== view);
    this.change(videoId, { edits: { ...edits, calibrations: others }, update: "running" });
  }

  async swapPlayers({ videoId, swap }: OwnedVideo & { swap: Swap }) {
    await this.#answer("swapPlayers");
    const edits = this.#edits(videoId);
    this.change(videoId, { edits: { ...edits, swaps: [...edits.swaps, swap] }, update: "running" });
  }

  async undoSwap({ videoId, swap }: OwnedVideo & { swap: Swap }) {
    await this.#answer("undoSwap");
    const edits = this.#edits(videoId);
    const others = edits.swaps.filter(({ at }) => at !== swap.at);
    this.change(videoId, { edits: { ...edits, swaps: others }, update: "running" });
  }

  async correctHit({ videoId, edit, instead }: CorrectionOf<HitEdit>) {
    await this.#answer("correctHit");
    const edits = this.#edits(videoId);
    this.change(videoId, { edits: { ...edits, hits: corrected(edits.hits, edit, instead) }, update: "running" });
  }

  async undoHit({ videoId, edit }: OwnedVideo & { edit: HitEdit }) {
    await this.#answer("undoHit");
    const edits = this.#edits(videoId);
    this.change(videoId, { edits: { ...edits, hits: without(edits.hits, edit) }, update: "running" });
  }

  async correctRally({ videoId, edit, instead }: CorrectionOf<RallyEdit>) {
    await this.#answer("correctRally");
    const edits = this.#edits(videoId);
    this.change(videoId, { edits: { ...edits, rallies: corrected(edits.rallies, edit, instead) }, update: "running" });
  }

  async undoRally({ videoId, edit }: OwnedVideo & { edit: RallyEdit }) {
    await this.#answer("undoRally");
    const edits = this.#edits(videoId);
    this.change(videoId, { edits: { ...edits, rallies: without(edits.rallies, edit) }, update: "running" });
  }

  async listCalibrations() {
    await this.#answer("listCalibrations");
    return this.calibrations;
  }

  async saveCalibration({ name, size, points }: NewSavedCalibration) {
    await this.#answer("saveCalibration");
    const calibrationId = `calibration-${this.calibrations.length + 1}`;
    this.calibrations = [...this.calibrations, { calibrationId, name, size, points, own: true }];
  }

  async removeCalibration({ calibrationId }: { calibrationId: string }) {
    await this.#answer("removeCalibration");
    this.calibrations = this.calibrations.filter((each) => each.calibrationId !== calibrationId);
  }

  watchVideo(query: VideoQuery, onVideo: (video: VideoView) => void, onError: (cause: unknown) => void): () => void {
    const watcher = { query, onVideo, onError };
    this.queries.push(query);
    this.#watchers.add(watcher);
    queueMicrotask(() => this.#show(watcher));
    return () => this.#watchers.delete(watcher);
  }

  watchConnection(onChange: (connection: Connection) => void): () => void {
    this.#connectionListeners.add(onChange);
    onChange(this.connection);
    return () => this.#connectionListeners.delete(onChange);
  }

  #edits(videoId: string) {
    return this.#get(videoId).edits ?? { calibrations: [], swaps: [], hits: [], rallies: [] };
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

/** The corrections with one more, in place of that of the same thing. Real deployments are less exact about what is the same. */
function corrected<Edit extends HitEdit | RallyEdit>(edits: readonly Edit[], edit: Edit, instead?: Edit): Edit[] {
  const isSame = ({ was }: Edit) => was !== undefined && String(was) === String(edit.was);
  return [...without(edits, instead).filter((other) => !isSame(other)), edit];
}

function without<Edit>(edits: readonly Edit[], edit: Edit | undefined): Edit[] {
  return edits.filter((other) => JSON.stringify(other) !== JSON.stringify(edit));
}
