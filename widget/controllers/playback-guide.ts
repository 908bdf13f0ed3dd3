import type { Events } from "../../convex/contract/events.js";
import {
  afterMove,
  guide,
  obey,
  playedMatch,
  rateAt,
  startOfPlay,
  USUAL_MODES,
  type Guidance,
  type PlayedMatch,
  type PlayModes,
} from "./play-modes.js";
import { startPlaying, type ControlledMedia, type GuideCommand } from "./playback-commands.js";

/** The part of a video element that is guided. */
export type GuidedMedia = ControlledMedia & Pick<HTMLVideoElement, "seeking">;

/** Leads a playing video through the match, as the visitor wants it to be played. */
export class PlaybackGuide {
  readonly #onModes: (modes: PlayModes) => void;
  #modes = USUAL_MODES;
  #match: PlayedMatch = { rallies: [], hits: [] };
  /** The speed that the visitor chose, and the one that was set in its place. */
  #rate = 1;
  #set = 1;

  /** @param onModes - Called with other modes of playing. */
  constructor(onModes: (modes: PlayModes) => void) {
    this.#onModes = onModes;
  }

  get modes(): PlayModes {
    return this.#modes;
  }

  /** The speed that the visitor chose, where the video itself has `rate`: it may be slower for a moment. */
  chosenRate(rate: number): number {
    return rate === this.#set ? this.#rate : rate;
  }

  /** These are the events of the match from now on. */
  know(events: Events | undefined, duration: number): void {
    this.#match = playedMatch(events, duration);
  }

  /** Another video: it begins as usual. */
  reset(): void {
    this.#change(USUAL_MODES);
  }

  /** The frame at `seconds` is shown. */
  heed(media: GuidedMedia, seconds: number): void {
    this.#keepRate(media, seconds);
    if (!media.paused && !media.seeking) this.#follow(media, guide(this.#modes, this.#match, seconds));
  }

  /** The visitor has moved the video. */
  moved(media: GuidedMedia): void {
    this.#change(afterMove(this.#modes, this.#match, media.currentTime));
  }

  /** The visitor is about to have the video play. */
  starting(media: GuidedMedia): void {
    const start = startOfPlay(this.#modes, this.#match, media.currentTime);
    if (start !== undefined) media.currentTime = start;
  }

  obey(media: GuidedMedia, command: GuideCommand): void {
    this.#follow(media, obey(this.#modes, this.#match, media.currentTime, command));
    this.#keepRate(media, media.currentTime);
  }

  #follow(media: GuidedMedia, { modes, seek, playing }: Guidance): void {
    this.#change(modes);
    if (seek !== undefined) media.currentTime = seek;
    if (playing === false) media.pause();
    else if (playing === true && media.paused) void startPlaying(media);
  }

  #keepRate(media: GuidedMedia, seconds: number): void {
    // Whatever else set it, such as the choice of speed, is what the visitor wants.
    if (media.playbackRate !== this.#set) this.#rate = media.playbackRate;
    this.#set = rateAt(this.#modes, this.#match, seconds, this.#rate);
    if (media.playbackRate !== this.#set) media.playbackRate = this.#set;
  }

  #change(modes: PlayModes): void {
    if (modes === this.#modes) return;
    this.#modes = modes;
    this.#onModes(modes);
  }
}
