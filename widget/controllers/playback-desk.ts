import type { ReactiveControllerHost } from "lit";
import type { Events } from "../../convex/contract/events.js";
import type { PlayModes } from "./play-modes.js";
import { isGuideCommand, type PlaybackCommand } from "./playback-commands.js";
import { FullscreenController } from "./playback-fullscreen.js";
import { PlaybackGuide } from "./playback-guide.js";
import type { PlaybackState, Span } from "./playback-state.js";
import { PlaybackController, type StepContext } from "./playback.js";

/** Does whatever is asked of a player, be it of the video, of the match or of the screen, and tells what has come of it. */
export class PlaybackDesk {
  readonly fullscreen: FullscreenController;
  readonly #playback: PlaybackController;
  readonly #guide: PlaybackGuide;
  readonly #context: () => StepContext;
  #media: HTMLVideoElement | undefined;

  /**
   * @param context - What frame steps need to know at the moment.
   * @param onModes - Called when the match is to be played in another way.
   */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    context: () => StepContext,
    onModes: (modes: PlayModes) => void,
  ) {
    this.fullscreen = new FullscreenController(host);
    this.#playback = new PlaybackController(host);
    this.#guide = new PlaybackGuide((modes) => {
      onModes(modes);
      host.requestUpdate();
    });
    this.#context = context;
  }

  /** How the video plays; its speed is what the visitor chose, though it may be slower for a moment. */
  get state(): PlaybackState {
    const { state } = this.#playback;
    const rate = this.#guide.chosenRate(state.rate);
    return rate === state.rate ? state : { ...state, rate };
  }

  get modes(): PlayModes {
    return this.#guide.modes;
  }

  /** The element to control; called once the host has rendered it. */
  attach(media: HTMLVideoElement): void {
    this.#media = media;
    this.#playback.attach(media);
  }

  /** These are the events of the match from now on; `duration` is the video's, seconds. */
  know(events: Events | undefined, duration: number): void {
    this.#guide.know(events, duration);
  }

  /** Another video: it begins as usual. */
  reset(): void {
    this.#guide.reset();
  }

  /** The frame at `seconds` is shown. */
  heed(seconds: number): void {
    if (this.#media) this.#guide.heed(this.#media, seconds);
  }

  perform(command: PlaybackCommand): void {
    if (command.type === "fullscreen") void this.fullscreen.toggle();
    else if (!this.#media) return;
    else if (command.type === "step") void this.#playback.step(command.frames, this.#context());
    else if (isGuideCommand(command)) this.#guide.obey(this.#media, command);
    else {
      if (command.type === "toggle" && this.#media.paused) this.#guide.starting(this.#media);
      void this.#playback.perform(command);
      if (command.type.startsWith("seek")) this.#guide.moved(this.#media);
    }
  }

  /** Moves to a span, as soon as the video can be moved. */
  cue(span: Span, media: HTMLVideoElement): void {
    const cue = () => this.perform({ type: "cue-span", span });
    if (media.readyState >= HTMLMediaElement.HAVE_METADATA) cue();
    else media.addEventListener("loadedmetadata", cue, { once: true });
  }
}
