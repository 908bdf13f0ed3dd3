import type { ReactiveController, ReactiveControllerHost } from "lit";
import { TIME_TOLERANCE } from "../client/segments-lookup.js";
import { perform, type MediaCommand } from "./playback-commands.js";
import { INITIAL_STATE, MEDIA_EVENTS, nextState, type PlaybackState } from "./playback-state.js";
import { frameNumberAt, middleByMean, middleOfFrame, type FrameTimes } from "./playback-step.js";

/** What a frame step needs to know of the video that is playing. */
export interface StepContext {
  readonly times: FrameTimes | undefined;
  /** Presentation time of the frame on screen at the moment of asking, seconds. */
  readonly presented: () => number;
  /** Mean length of a frame, seconds. */
  readonly frameSeconds: number;
}

/** Reads the state of a video element for its host, and acts on it. State changes only when the video says so. */
export class PlaybackController implements ReactiveController {
  state: PlaybackState = INITIAL_STATE;
  readonly #host: ReactiveControllerHost;
  #video: HTMLVideoElement | undefined;
  #listening: AbortController | undefined;
  /** Where the last step led, or leads while the video is still on its way: the frame, and the time that was set. */
  #stepped: { readonly number: number; readonly seconds: number } | undefined;
  /** Steps wait for one another, so that none is lost when they come faster than the video can follow. */
  #steps: Promise<void> = Promise.resolve();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#video) this.#listen(this.#video);
  }

  hostDisconnected(): void {
    this.#listening?.abort();
    this.#video?.pause();
  }

  /** The element to control; called once the host has rendered it. */
  attach(video: HTMLVideoElement): void {
    this.#video = video;
    this.#listen(video);
  }

  /** Does what is asked of the video by itself. */
  async perform(command: MediaCommand): Promise<void> {
    if (this.#video) await perform(this.#video, command);
  }

  /** Pauses, and moves by so many pictures. */
  async step(frames: number, context: StepContext): Promise<void> {
    const video = this.#video;
    if (!video) return;
    this.#steps = this.#steps.then(() => this.#step(video, frames, context));
    await this.#steps;
  }

  async #step(video: HTMLVideoElement, frames: number, { times, presented, frameSeconds }: StepContext): Promise<void> {
    video.pause();
    const { currentTime } = video;
    const from = times && (this.#numberOfLastStep(video) ?? (await frameNumberAt(times, presented())));
    if (!times || from === undefined) {
      const seconds = middleByMean(presented(), frames, video.duration, frameSeconds);
      if (seconds !== undefined) video.currentTime = seconds;
      return;
    }
    const number = Math.min(Math.max(0, from + frames), times.frames - 1);
    const seconds = await middleOfFrame(times, number, video.duration);
    // Frame data took its time, and meanwhile the visitor went elsewhere.
    const moved = video.currentTime !== currentTime || !video.paused;
    if (seconds === undefined || moved) return;
    this.#stepped = { number, seconds };
    video.currentTime = seconds;
  }

  /** The frame that the last step led to, if the video has not been moved since. */
  #numberOfLastStep(video: HTMLVideoElement): number | undefined {
    const { number, seconds } = this.#stepped ?? {};
    return seconds !== undefined && Math.abs(video.currentTime - seconds) < TIME_TOLERANCE ? number : undefined;
  }

  #listen(video: HTMLVideoElement): void {
    this.#listening?.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    for (const name of MEDIA_EVENTS) video.addEventListener(name, () => this.#read(video, name), { signal });
    for (const name of MEDIA_EVENTS) if (name !== "play" && name !== "seeking") this.#read(video, name);
  }

  #read(video: HTMLVideoElement, event: string): void {
    const state = nextState(this.state, video, event);
    if (state === this.state) return;
    this.state = state;
    this.#host.requestUpdate();
  }
}
