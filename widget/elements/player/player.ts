import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";
import { styleProperties } from "../../utils/style-properties.js";
import type { Hit } from "../../../convex/contract/events.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { PlaybackData } from "../../controllers/playback-data.js";
import { LinkedSpan } from "../../controllers/linked-span.js";
import { loadLayers, saveLayers } from "../../controllers/playback-layers.js";
import { PlaybackShortcuts } from "../../controllers/playback-shortcuts.js";
import { PlaybackDesk } from "../../controllers/playback-desk.js";
import { Playhead } from "../../controllers/playhead.js";
import { hasCourt, type CourtSource } from "../../court/shots.js";
import { playerEn } from "../../i18n/en.player.js";
import { anyOn, type Layers } from "../../overlay/layers.js";
import { tokens } from "../../styles/tokens.styles.js";
import type { FrameEvent } from "../overlay/frame-event.js";
import type { BaOverlay } from "../overlay/overlay.js";
import { icon } from "./icons.js";
import { messages } from "./messages.js";
import type { BaLayersRequestEvent } from "./layers-request-event.js";
import type { BaPlaybackRequestEvent } from "./playback-request-event.js";
import { styles } from "./player.styles.js";

const NO_HITS: readonly Hit[] = [];

/** Frames a second where a video does not say. */
const USUAL_FPS = 30;

/**
 * Plays an analysed match, with overlays that belong to exactly the frame that is shown.
 *
 * While the focus is inside: space or K plays and pauses, the left and right arrows move by 5 seconds, J and L by 10, comma and full stop
 * by one frame, 0 to 9 to that tenth, Home and End to either end; the up and down arrows change the volume, M mutes, F fills
 * the screen. Where rallies are known, N and P move to the next rally and the one before, H and G to the next hit and the one before;
 * R plays the rallies only, O the present rally over and over, S slowly around hits, each until it is pressed again.
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

  /** What follows the frames that are shown. */
  @property({ attribute: false }) playhead = new Playhead();

  /** Starts again at the end. */
  @property({ type: Boolean, reflect: true }) loop = false;

  /** A span to begin with, as media fragments write it: `12.5,20.1` is from one second to another. Playing pauses at its end. */
  @property() t = "";

  /** The page's address may ask for a span too: `#t=12.5,20.1`. */
  @property({ type: Boolean, attribute: "follow-hash" }) followHash = false;

  @state() private layers: Layers = loadLayers();

  @query("video") private media!: HTMLVideoElement;
  @query("ba-overlay") private overlay!: BaOverlay;

  readonly #desk = new PlaybackDesk(
    this,
    () => ({
      times: this.#data.loader?.frames ? this.#data.loader : undefined,
      presented: () => this.overlay.presentedTime ?? this.media.currentTime,
      frameSeconds: 1 / (this.video?.results?.fps ?? USUAL_FPS),
    }),
    (modes) => this.playhead.play(modes),
  );
  readonly #data = new PlaybackData(() => {
    this.overlay.repaint();
    this.playhead.refresh();
    this.requestUpdate();
  });
  #court: CourtSource | undefined;
  #label = playerEn.player.name;

  constructor() {
    super();
    new LinkedSpan(this, (span, addressed) => {
      if (addressed) this.scrollIntoView({ block: "nearest" });
      this.#desk.cue(span, this.media);
    });
    this.addController(new PlaybackShortcuts(this, (command) => this.#desk.perform(command)));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#data.end();
    this.#attach();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("video")) this.#readVideo();
    this.#renewData(changed);
    if (changed.has("playhead")) this.#attach();
  }

  #readVideo(): void {
    const { results, names = [] } = this.video ?? {};
    const { courtDetection: detection, videoWidth = 1, videoHeight = 1 } = results ?? {};
    this.#court = detection && { detection, size: [videoWidth, videoHeight] };
    this.#label = (id) => names.find((named) => named.id === id)?.name ?? playerEn.player.name(id);
  }

  #renewData(changed: PropertyValues<this>): void {
    if (!this.isConnected || !this.#data.renew(this.video?.segments ?? [])) return;
    // Before the first render there is no video element, and another video begins at its beginning.
    const another = changed.has("video") && changed.get("video")?.renditionUrl !== this.video?.renditionUrl;
    if (another) this.#desk.reset();
    if (this.#needsData) this.#data.focus(this.hasUpdated && !another ? this.media.currentTime : 0);
    this.#attach();
  }

  #attach(): void {
    this.playhead.attach({
      source: this.#data.loader,
      perform: (command, reveal) => {
        if (reveal) this.scrollIntoView({ block: "nearest" });
        this.#desk.perform(command);
      },
      load: () => this.hasUpdated && this.focusData(this.media.currentTime),
      heed: () => this.#learn(),
    });
    this.#learn();
  }

  /** What happened in the match may be told late, or anew. */
  #learn(): void {
    this.#desk.know(this.playhead.events, this.video?.results?.duration ?? 0);
    this.requestUpdate();
  }

  get #needsData(): boolean {
    return anyOn(this.layers) || this.playhead.followed;
  }

  protected override firstUpdated(): void {
    this.#desk.attach(this.media);
    this.overlay.media = this.media;
  }

  protected override updated(): void {
    if (!this.#desk.state.started) this.playhead.show(undefined);
  }

  /** Number of the frame, in the whole video, that the overlay shows; undefined while it shows none. @readonly */
  get frameNumber(): number | undefined {
    return this.overlay.frameNumber;
  }

  private focusData(seconds: number): void {
    if (this.#needsData && this.#data.focus(seconds)) this.requestUpdate();
  }

  private handleFrame({ seconds }: FrameEvent): void {
    this.focusData(seconds);
    this.playhead.show(seconds);
    this.#desk.heed(seconds);
  }

  private handleSeeking(): void {
    this.focusData(this.media.currentTime);
  }

  private handleRequest(event: BaPlaybackRequestEvent): void {
    event.stopPropagation();
    this.#desk.perform(event.command);
  }

  private handleLayers(event: BaLayersRequestEvent): void {
    event.stopPropagation();
    this.layers = event.layers;
    saveLayers(event.layers);
    this.focusData(this.media.currentTime);
  }

  private togglePlaying(): void {
    this.#desk.perform({ type: "toggle" });
  }

  private retryVideo(): void {
    const { currentTime } = this.media;
    this.media.load();
    this.media.currentTime = currentTime;
  }

  private retryOverlays(): void {
    this.#data.loader?.retry();
    this.requestUpdate();
  }

  private renderMessages(): TemplateResult {
    const { failed, waiting } = this.#desk.state;
    const loader = this.#needsData ? this.#data.loader : undefined;
    return messages({
      videoFailed: failed,
      videoWaiting: waiting,
      dataFailed: loader?.failed ?? false,
      dataLoading: loader?.loading ?? false,
      retryVideo: () => this.retryVideo(),
      retryData: () => this.retryOverlays(),
    });
  }

  private renderStart(): TemplateResult {
    return html`<button
      class="start"
      part="start"
      type="button"
      aria-label=${playerEn.player.play}
      @click=${this.togglePlaying}
    >
      <span>${icon("play")}</span>
    </button>`;
  }

  private renderStage(): TemplateResult {
    const { state: playing } = this.#desk;
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
        .source=${this.#data.loader}
        .layers=${this.layers}
        .label=${this.#label}
        .court=${this.#court}
        .hits=${this.playhead.events?.hits ?? NO_HITS}
        ?inactive=${!playing.started}
        @frame=${this.handleFrame}
      ></ba-overlay>
      ${playing.started || playing.failed ? nothing : this.renderStart()} ${this.renderMessages()}
    </div>`;
  }

  override render(): TemplateResult {
    const { results, segments } = this.video ?? {};
    const { state: playing } = this.#desk;
    const { active, possible } = this.#desk.fullscreen;
    const court = hasCourt(results?.courtDetection);
    return html`
      <section
        aria-label=${playerEn.player.region}
        class="frame"
        @ba-playback-request=${this.handleRequest}
        @ba-layers-request=${this.handleLayers}
      >
        ${this.renderStage()}
        <ba-player-controls
          part="controls"
          exportparts="seek-bar, buttons, button, time, volume, rate, layer-menu, rallies"
          .state=${playing}
          .layers=${this.layers}
          .events=${this.playhead.events}
          .modes=${this.#desk.modes}
          .duration=${playing.duration || (results?.duration ?? 0)}
          .fullscreen=${active ? "active" : possible ? "possible" : "impossible"}
          ?audible=${results?.hasAudio ?? false}
          ?overlays=${(segments?.length ?? 0) > 0 && ((results?.players.length ?? 0) > 0 || court)}
          ?court=${court}
          ?shuttle=${results?.events !== undefined}
        ></ba-player-controls>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-player": BaPlayer;
  }
}
