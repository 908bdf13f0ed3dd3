import type { SegmentLink } from "../../convex/contract/video.js";
import { backoffMs, wait, type RetryPlan } from "./retry.js";
import { lastAtOrBelow, segmentIndexAt } from "./segments-lookup.js";
import { readSegment, SegmentError, type SegmentData } from "./segments.js";

/** Decoded segments that are kept: the ones around the playhead, and the last visited. About 0.3 MB each. */
const KEPT = 4;
/** Half a minute of trouble: the video plays on meanwhile, and a visitor can ask for another try. */
const RETRIES: RetryPlan = { attempts: 5, firstDelayMs: 1_000, longestDelayMs: 15_000 };

export interface LoaderOptions {
  /** Called when a segment arrives, or has finally failed. */
  onChange: () => void;
  /** How far back from the playhead frame data is needed, seconds. */
  lookBehind?: number;
  fetch?: (url: string, init: { signal: AbortSignal }) => Promise<Response>;
  retries?: RetryPlan;
}

interface Download {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** An answer that will be the same when it is asked for again. */
class RefusedError extends Error {}

/** Keeps the frame data around a playhead in memory, and no more than that. */
export class SegmentLoader {
  readonly #links: readonly SegmentLink[];
  readonly #starts: readonly number[];
  readonly #firstFrames: readonly number[];
  readonly #options: Required<LoaderOptions>;
  /** In the order of their last use. */
  readonly #kept = new Map<number, SegmentData>();
  readonly #downloads = new Map<number, Download>();
  readonly #failed = new Set<number>();
  #wanted: readonly number[] = [];

  constructor(links: readonly SegmentLink[], options: LoaderOptions) {
    this.#links = links;
    this.#starts = links.map(({ start }) => start);
    this.#firstFrames = links.map(({ firstFrame }) => firstFrame);
    this.#options = {
      lookBehind: 0,
      retries: RETRIES,
      fetch: (url, init) => globalThis.fetch(url, init),
      ...options,
    };
  }

  /** Number of decoded segments in memory. */
  get size(): number {
    return this.#kept.size;
  }

  /** Whether frame data that the playhead needs is on its way. */
  get loading(): boolean {
    return this.#wanted[0] !== undefined && this.#downloads.has(this.#wanted[0]);
  }

  /** Number of frames in the whole video. */
  get frames(): number {
    const last = this.#links.at(-1);
    return last ? last.firstFrame + last.frames : 0;
  }

  /** Whether a segment that the playhead needs could not be had. */
  get failed(): boolean {
    return this.#wanted.some((index) => this.#failed.has(index));
  }

  /** Index of the segment that holds the frame shown at `seconds`. */
  indexAt(seconds: number): number {
    return segmentIndexAt(this.#starts, seconds);
  }

  /** Index of the segment that holds the frame with this number in the whole video. */
  indexOfFrame(frameNumber: number): number {
    return Math.max(0, lastAtOrBelow(this.#firstFrames, frameNumber));
  }

  /** The segment, if it is in memory. */
  get(index: number): SegmentData | undefined {
    return this.#kept.get(index);
  }

  /** Moves the playhead: what is needed there is fetched, what is on its way for elsewhere is aborted. */
  focus(seconds: number): void {
    if (this.#links.length === 0) return;
    const current = this.indexAt(seconds);
    const behind = this.indexAt(Math.max(0, seconds - this.#options.lookBehind));
    this.#wanted = [...new Set([current, behind, Math.min(current + 1, this.#links.length - 1)])];
    for (const [index, download] of this.#downloads) {
      if (!this.#wanted.includes(index)) {
        download.abort.abort();
        this.#downloads.delete(index);
      }
    }
    for (const index of this.#failed) {
      if (!this.#wanted.includes(index)) this.#failed.delete(index);
    }
    for (const index of this.#wanted) this.#start(index);
    this.#evict();
  }

  /** The segment, waited for; undefined if it cannot be had, or if the playhead leaves before it comes. */
  async load(index: number): Promise<SegmentData | undefined> {
    this.#start(index);
    await this.#downloads.get(index)?.done;
    return this.#kept.get(index);
  }

  /** Tries the failed segments again. */
  retry(): void {
    this.#failed.clear();
    for (const index of this.#wanted) this.#start(index);
  }

  /** Ends every download and lets all data go. */
  dispose(): void {
    for (const { abort } of this.#downloads.values()) abort.abort();
    this.#downloads.clear();
    this.#kept.clear();
    this.#wanted = [];
  }

  #start(index: number): void {
    const kept = this.#kept.get(index);
    if (kept) {
      this.#keep(index, kept);
      return;
    }
    const link = this.#links[index];
    if (!link || this.#downloads.has(index) || this.#failed.has(index)) return;
    const abort = new AbortController();
    this.#downloads.set(index, { abort, done: this.#download(link, abort.signal) });
  }

  async #download(link: SegmentLink, signal: AbortSignal): Promise<void> {
    const segment = await this.#fetchWithRetries(link, signal);
    if (signal.aborted) return;
    this.#downloads.delete(link.index);
    if (segment) {
      this.#keep(link.index, segment);
      this.#evict();
    } else {
      this.#failed.add(link.index);
    }
    this.#options.onChange();
  }

  async #fetchWithRetries(link: SegmentLink, signal: AbortSignal): Promise<SegmentData | undefined> {
    const { retries } = this.#options;
    for (let failures = 1; ; failures++) {
      try {
        return await this.#fetchOnce(link, signal);
      } catch (error) {
        const final = error instanceof SegmentError || error instanceof RefusedError;
        if (
          final ||
          failures === retries.attempts ||
          !(await waited(backoffMs(retries, failures, Math.random), signal))
        ) {
          return undefined;
        }
      }
    }
  }

  async #fetchOnce(link: SegmentLink, signal: AbortSignal): Promise<SegmentData> {
    const response = await this.#options.fetch(link.url, { signal });
    if (!response.ok) {
      const message = `Frame data: ${response.status}`;
      throw response.status >= 400 && response.status < 500 ? new RefusedError(message) : new Error(message);
    }
    const segment = await readSegment(new Uint8Array(await response.arrayBuffer()));
    if (segment.index !== link.index) throw new SegmentError("The frame data belongs elsewhere");
    return segment;
  }

  #keep(index: number, segment: SegmentData): void {
    this.#kept.delete(index);
    this.#kept.set(index, segment);
  }

  #evict(): void {
    for (const index of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) return;
      if (!this.#wanted.includes(index)) this.#kept.delete(index);
    }
  }
}

/** Waits; false if `signal` aborts before. */
const waited = (ms: number, signal: AbortSignal): Promise<boolean> =>
  wait(ms, signal).then(
    () => true,
    () => false,
  );
