import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";
import { styleProperties } from "../../utils/style-properties.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { SegmentLoader } from "../../client/segments-loader.js";
import { FullscreenController } from "../../controllers/playback-fullscreen.js";
import { commandForKey, keepsKey } from "../../controllers/playback-keys.js";
import { loadLayers, saveLayers } from "../../controllers/playback-layers.js";
import { PlaybackController } from "../../controllers/playback.js";
import type { PlaybackCommand } from "../../controllers/playback-commands.js";
import { en } from "../../i18n/en.js";
import { anyOn, type Layers } from "../../overlay/layers.js";
import { TRAIL_SECONDS } from "../../overlay/trails.js";
import { tokens } from "../../styles/tokens.styles.js";
import type { FrameEvent } from "../overlay/frame-event.js";
import type { BaOverlay } from "../overlay/overlay.js";
import { icon } from "./icons.js";
import type { BaLayersRequestEvent } from "./layers-request-event.js";
import type { BaPlaybackRequestEvent } from "./playback-request-event.js";
import { styles } from "./player.styles.js";

/** Frames a second where a video does not say. */
const USUAL_FPS = 30;

/**
 * Plays an analysed match, with overlays that belong to exactly the frame that is shown.
 *
 * While the focus is inside: space or K plays and pauses, the left and right arrows move by 5 seconds, J and L by 10, comma and full stop
 * by one frame, 0 to 9 to that tenth, Home and End to either end; the up and down arrows change the volume, M mutes, F fills
 * the screen.
 *
 * @summary The video player with overlays.
 * @tagname ba-player
 *
 * @csspart stage - The picture's area.
 * @csspart video - The video element.
 * @csspart overlay - The overlay element on it.
 * @csspart start - The button over the poster.
 * @csspart message - What is said over the picture's lower edge.
 * @csspart retry - The button that tries a failed download again.
 * @csspart controls - The bar below the picture.
 *
 * @cssproperty [--ba-player-backdrop=#000000] - What is beside a picture of another shape.
 * @cssproperty [--ba-player-max-height=85vh] - Greatest height of the picture.
 * @cssproperty [--ba-player-bar=#11161b] - Background of the bar.
 * @cssproperty [--ba-player-on-bar=#f2f5f4] - Text on the bar and of messages.
 * @cssproperty [--ba-player-focus=#8ab8ff] - The ring around the control that has the focus.
 */
export class BaPlayer extends LitElement {
  static override styles = [tokens, styles];

  /** The completed analysis to play. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** Starts again at the end. */
  @property({ type: Boolean, reflect: true }) loop = false;

  @state() private layers: Layers = loadLayers();

  @query("video") private media!: HTMLVideoElement;
  @query("ba-overlay") private overlay!: BaOverlay;

  readonly #playback = new PlaybackController(this);
  readonly #fullscreen = new FullscreenController(this);
  #loader: SegmentLoader | undefined;
  /** What the loader was made for. */
  #source = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.handleKey);
    this.#source = "";
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this.handleKey);
    this.#loader?.dispose();
    this.#loader = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { video } = this;
    const source = `${video?.videoId ?? ""} ${video?.attempt ?? 0} ${video?.renditionUrl ?? ""}`;
    if (source === this.#source || !this.isConnected) return;
    this.#source = source;
    this.#loader?.dispose();
    this.#loader = new SegmentLoader(video?.segments ?? [], {
      lookBehind: TRAIL_SECONDS,
      onChange: () => {
        this.overlay.repaint();
        this.requestUpdate();
      },
    });
    // Before the first render there is no video element, and the beginning is what is needed.
    if (anyOn(this.layers)) this.#loader.focus(this.hasUpdated && !changed.has("video") ? this.media.currentTime : 0);
  }

  protected override firstUpdated(): void {
    this.#playback.attach(this.media);
    this.overlay.media = this.media;
  }

  /** Number of the frame, in the whole video, that the overlay shows; undefined while it shows none. @readonly */
  get frameNumber(): number | undefined {
    return this.overlay.frameNumber;
  }

  private focusData(seconds: number): void {
    const loader = this.#loader;
    if (!loader || !anyOn(this.layers)) return;
    const was = [loader.loading, loader.failed];
    loader.focus(seconds);
    if (was[0] !== loader.loading || was[1] !== loader.failed) this.requestUpdate();
  }

  private handleFrame({ seconds }: FrameEvent): void {
    this.focusData(seconds);
  }

  private handleSeeking(): void {
    this.focusData(this.media.currentTime);
  }

  private handleKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const inside = event.composedPath().slice(0, event.composedPath().indexOf(this));
    const controls = inside.filter(
      (node) => node instanceof HTMLElement && /^(BUTTON|SELECT|INPUT)$/.test(node.tagName),
    );
    if (controls.some((control) => keepsKey(keysOf(control as HTMLElement), event.key))) return;
    const command = commandForKey(event);
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    this.perform(command);
  };

  private perform(command: PlaybackCommand): void {
    if (command.type === "fullscreen") {
      void this.#fullscreen.toggle();
      return;
    }
    void this.#playback.perform(command, {
      times: this.#loader?.frames ? this.#loader : undefined,
      presented: () => this.overlay.presentedTime ?? this.media.currentTime,
      frameSeconds: 1 / (this.video?.results?.fps ?? USUAL_FPS),
    });
  }

  private handleRequest(event: BaPlaybackRequestEvent): void {
    event.stopPropagation();
    this.perform(event.command);
  }

  private handleLayers(event: BaLayersRequestEvent): void {
    event.stopPropagation();
    this.layers = event.layers;
    saveLayers(event.layers);
    this.focusData(this.media.currentTime);
  }

  private togglePlaying(): void {
    this.perform({ type: "toggle" });
  }

  private retryVideo(): void {
    const { currentTime } = this.media;
    this.media.load();
    this.media.currentTime = currentTime;
  }

  private retryOverlays(): void {
    this.#loader?.retry();
    this.requestUpdate();
  }

  private renderMessages(): TemplateResult {
    const { failed, waiting } = this.#playback.state;
    const overlays = anyOn(this.layers);
    return html`<div class="messages" role="status">
      ${failed ? this.renderFailure(en.player.videoFailed, () => this.retryVideo()) : nothing}
      ${
        overlays && this.#loader?.failed
          ? this.renderFailure(en.player.overlayFailed, () => this.retryOverlays())
          : nothing
      }
      ${waiting && !failed ? this.renderWaiting(en.player.buffering) : nothing}
      ${overlays && this.#loader?.loading && !waiting ? this.renderWaiting(en.player.overlayLoading) : nothing}
    </div>`;
  }

  private renderFailure(text: string, retry: () => void): TemplateResult {
    return html`<div class="message" part="message">
      <span>${text}</span>
      <button part="retry" type="button" @click=${retry}>${en.player.retry}</button>
    </div>`;
  }

  private renderWaiting(text: string): TemplateResult {
    return html`<p class="message waiting" part="message">${text}</p>`;
  }

  private renderStart(): TemplateResult {
    return html`<button
      class="start"
      part="start"
      type="button"
      aria-label=${en.player.play}
      @click=${this.togglePlaying}
    >
      <span>${icon("play")}</span>
    </button>`;
  }

  private renderStage(): TemplateResult {
    const { state: playing } = this.#playback;
    const { renditionUrl, posterUrl, results } = this.video ?? {};
    const ratio = results ? { "--_ratio": `${results.videoWidth} / ${results.videoHeight}` } : {};
    return html`<div class="stage" part="stage" tabindex="-1" style=${styleProperties(ratio)}>
      <video
        part="video"
        crossorigin="anonymous"
        playsinline
        preload="metadata"
        src=${ifDefined(renditionUrl)}
        poster=${ifDefined(posterUrl)}
        ?loop=${this.loop}
        @click=${this.togglePlaying}
        @seeking=${this.handleSeeking}
      ></video>
      <ba-overlay
        part="overlay"
        exportparts="picture: overlay__picture, layers: overlay__layers"
        .source=${this.#loader}
        .layers=${this.layers}
        .label=${en.player.name}
        ?inactive=${!playing.started}
        @frame=${this.handleFrame}
      ></ba-overlay>
      ${playing.started || playing.failed ? nothing : this.renderStart()} ${this.renderMessages()}
    </div>`;
  }

  override render(): TemplateResult {
    const { results, segments } = this.video ?? {};
    const { state: playing } = this.#playback;
    const { active, possible } = this.#fullscreen;
    return html`
      <section
        aria-label=${en.player.region}
        class="frame"
        @ba-playback-request=${this.handleRequest}
        @ba-layers-request=${this.handleLayers}
      >
        ${this.renderStage()}
        <ba-player-controls
          part="controls"
          exportparts="seek-bar, buttons, button, time, volume, rate, layer-menu"
          .state=${playing}
          .layers=${this.layers}
          .duration=${playing.duration || (results?.duration ?? 0)}
          .fullscreen=${active ? "active" : possible ? "possible" : "impossible"}
          ?audible=${results?.hasAudio ?? false}
          ?overlays=${(segments?.length ?? 0) > 0 && (results?.players.length ?? 0) > 0}
        ></ba-player-controls>
      </section>
    `;
  }
}

/** Whose keys a control keeps for itself; see playback-keys.ts. */
function keysOf(control: HTMLElement): string {
  const kind = control instanceof HTMLInputElement ? control.type : control.tagName.toLowerCase();
  return control.dataset.keys ?? kind;
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-player": BaPlayer;
  }
}
