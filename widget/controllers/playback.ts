import type { ReactiveController, ReactiveControllerHost } from "lit";
import { perform, type PlaybackCommand } from "./playback-commands.js";
import { INITIAL_STATE, MEDIA_EVENTS, nextState, type PlaybackState } from "./playback-state.js";
import { frameNumberAt, middleByMean, middleOfFrame, type FrameTimes } from "./playback-step.js";

/** What a frame step needs to know of the video that is playing. */
export interface StepContext {
  readonly times: FrameTimes | undefined;
  /** Presentation time of the frame on screen, seconds. */
  readonly presented: number;
  /** Mean length of a frame, seconds. */
  readonly frameSeconds: number;
}

/** Reads the state of a video element for its host, and acts on it. State changes only when the video says so. */
export class PlaybackController implements ReactiveController {
  state: PlaybackState = INITIAL_STATE;
  readonly #host: ReactiveControllerHost;
  #video: HTMLVideoElement | undefined;
  #listening: AbortController | undefined;
  /** Where steps are bound, while the video is still on its way there. */
  #stepping: number | undefined;

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

  /** Does what is asked, except for full screen. */
  async perform(command: Exclude<PlaybackCommand, { type: "fullscreen" }>, step: StepContext): Promise<void> {
    const video = this.#video;
    if (!video) return;
    if (command.type === "step") {
      await this.#step(video, command.frames, step);
    } else {
      this.#stepping = undefined;
      await perform(video, command);
    }
  }

  async #step(video: HTMLVideoElement, frames: number, { times, presented, frameSeconds }: StepContext): Promise<void> {
    video.pause();
    const { duration } = video;
    const from = this.#stepping ?? (times && (await frameNumberAt(times, presented)));
    let target: number | undefined;
    if (times && from !== undefined) {
      const number = Math.min(Math.max(0, from + frames), times.frames - 1);
      this.#stepping = number;
      target = await middleOfFrame(times, number, duration);
      if (this.#stepping !== number) return;
    } else {
      target = middleByMean(presented, frames, duration, frameSeconds);
    }
    if (target !== undefined) video.currentTime = target;
  }

  #listen(video: HTMLVideoElement): void {
    this.#listening?.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    for (const name of MEDIA_EVENTS) video.addEventListener(name, () => this.#read(video, name), { signal });
    for (const name of ["seeked", "emptied", "play"]) {
      video.addEventListener(name, () => (this.#stepping = undefined), { signal });
    }
    for (const name of MEDIA_EVENTS) if (name !== "play" && name !== "seeking") this.#read(video, name);
  }

  #read(video: HTMLVideoElement, event: string): void {
    const state = nextState(this.state, video, event);
    if (state === this.state) return;
    this.state = state;
    this.#host.requestUpdate();
  }
}
