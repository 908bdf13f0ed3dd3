import { provide } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { actOnRequests } from "../controllers/requests.js";
import {
  openConvexService,
  SessionController,
  type OpenService,
  type SessionSettings,
} from "../controllers/session.js";
import { announcement } from "../i18n/announce.js";
import { en } from "../i18n/en.js";
import { stateContext } from "../store/contexts.js";
import { newsBetween } from "../store/news.js";
import { initialState, type State } from "../store/state.js";
import { controls } from "../styles/controls.styles.js";
import { tokens } from "../styles/tokens.styles.js";
import { styles } from "./badminton-analyzer.styles.js";
import { FinishedMatch } from "./finished-match.js";
import type { MatchSettings } from "./finished-view.js";
import { exportParts } from "./parts.js";

/**
 * Sends a video of a badminton match to a deployment, shows how its analysis comes along, and plays the match with
 * what was found drawn over it. With `video-id` it shows an existing analysis.
 *
 * @summary The whole of badminton-analyzer in one element.
 * @tagname badminton-analyzer
 *
 * @fires {BaUploadStartEvent} ba-upload-start - A file begins to go up.
 * @fires {BaUploadProgressEvent} ba-upload-progress - More of the file has left this device.
 * @fires {BaAnalysisStartEvent} ba-analysis-start - The video is being analysed.
 * @fires {BaAnalysisProgressEvent} ba-analysis-progress - The analysis has come further.
 * @fires {BaAnalysisCompleteEvent} ba-analysis-complete - The analysis can be watched.
 * @fires {BaAnalysisCancelEvent} ba-analysis-cancel - The analysis was cancelled.
 * @fires {BaClipSaveEvent} ba-clip-save - A rally was cut out of the video, and is being saved on the visitor's device.
 * @fires {BaHighlightChangeEvent} ba-highlight-change - With `mode="highlights"`: another of the rallies is being shown.
 * @fires {BaErrorEvent} ba-error - Something stopped the visitor; the element shows the same in words.
 *
 * @csspart base - The whole.
 * @csspart view - What is shown at the moment.
 * @csspart title - The name of the video above the player.
 * @csspart connection - Says that the connection is lost.
 * @csspart notice - Says that something was refused.
 * @csspart dismiss-button - Closes that notice.
 * @csspart loading - Stands where something is being loaded.
 * @csspart uploader - The `ba-uploader`.
 * @csspart progress - The `ba-progress`.
 * @csspart error - The `ba-error-panel`.
 * @csspart match - The `ba-match` around the player.
 * @csspart highlights - The `ba-highlights` around the player, with `mode="highlights"`.
 * @csspart player - The `ba-player`.
 * @csspart summary - The `ba-summary`.
 * @csspart actions - The `ba-actions`.
 * @csspart uploader__dropzone - The area that takes a dropped file.
 * @csspart uploader__icon - The picture in the area.
 * @csspart uploader__title - The heading.
 * @csspart uploader__hint - The texts below the heading.
 * @csspart uploader__choose-button - Opens the file picker.
 * @csspart progress__title - The heading.
 * @csspart progress__percent - The progress in percent.
 * @csspart progress__filename - The name of the video file.
 * @csspart progress__bar - The progress bar.
 * @csspart progress__facts - Amount, speed and time left.
 * @csspart progress__stages - The list of stages of the analysis.
 * @csspart progress__stage - One stage.
 * @csspart progress__current-stage - The stage that is under way.
 * @csspart progress__note - Advice below.
 * @csspart progress__cancel-button - Cancels.
 * @csspart error__panel - The box.
 * @csspart error__title - The heading.
 * @csspart error__message - What happened.
 * @csspart error__filename - The name of the video file.
 * @csspart error__retry-button - Tries again.
 * @csspart error__new-button - Goes on to another video.
 * @csspart actions__actions - The row of buttons.
 * @csspart actions__question - Asks whether to do it.
 * @csspart actions__new-button - Goes on to another video.
 * @csspart actions__again-button - Asks whether to analyse once more.
 * @csspart actions__delete-button - Asks whether to delete.
 * @csspart actions__confirm-button - Does it.
 * @csspart actions__keep-button - Leaves the video as it is.
 * @csspart player__stage - The picture's area.
 * @csspart player__video - The video element.
 * @csspart player__overlay - The overlay element on it.
 * @csspart player__start - The button over the poster.
 * @csspart player__message - What is said over the picture's lower edge.
 * @csspart player__retry - The button that tries a failed download again.
 * @csspart player__controls - The bar below the picture.
 * @csspart player__seek-bar - The position slider.
 * @csspart player__buttons - The row of buttons.
 * @csspart player__button - One button.
 * @csspart player__time - Position and length.
 * @csspart player__volume - The volume slider.
 * @csspart player__rate - The choice of speed.
 * @csspart player__layer-menu - The overlay switches.
 * @csspart player__rallies - The buttons for rallies.
 * @csspart player__overlay__picture - The canvas that shows the video's frame.
 * @csspart player__overlay__layers - The canvas above it, on which the layers are drawn.
 * @csspart match__map - The court from above.
 * @csspart match__court - The state of the court.
 * @csspart match__timeline - Rallies, hits and highlights over time.
 * @csspart match__rallies - The rallies, their strokes and their correction.
 * @csspart match__speed - The chart of speeds.
 * @csspart match__players - The players' figures.
 * @csspart match__charts - The charts of strokes and rallies.
 * @csspart match__charts__mix - The players' strokes by kind.
 * @csspart match__charts__lengths - The lengths of the rallies.
 * @csspart match__charts__placement - Where strokes went.
 * @csspart match__charts__speeds - The speed of strokes.
 * @csspart match__charts__title - The heading of a chart.
 * @csspart match__charts__plot - The drawing of a chart.
 * @csspart match__charts__plan - The drawing of the court.
 * @csspart match__charts__legend - What the signs of a chart mean.
 * @csspart match__charts__note - What is to be known of a chart.
 * @csspart match__charts__table - A chart as a table.
 * @csspart match__charts__moment-button - Goes to a hit.
 * @csspart match__swaps - The exchange of players.
 * @csspart match__notice - Says that movements or the chart could not be loaded.
 * @csspart match__map__modes - The choice of what is shown.
 * @csspart match__map__players - The choice of players.
 * @csspart match__map__plan - The drawing.
 * @csspart match__map__legend - What the signs mean.
 * @csspart match__map__describe-button - Says in words where everybody is.
 * @csspart match__map__description - The words.
 * @csspart match__court__status - How surely the court is known, or why there are no figures.
 * @csspart match__court__message - The words of it; also that figures are computed again.
 * @csspart match__court__retry-button - Has figures computed again that could not be.
 * @csspart match__court__calibrate-button - Opens the marking of the court.
 * @csspart match__timeline__title - The heading.
 * @csspart match__timeline__readout - What is at the moment that is shown.
 * @csspart match__timeline__zoom - The buttons that zoom.
 * @csspart match__timeline__zoom-button - One of them.
 * @csspart match__timeline__plot - The drawing.
 * @csspart match__timeline__playhead - The line where the video is.
 * @csspart match__timeline__overview - The whole match, with what is shown of it.
 * @csspart match__timeline__legend - What the signs mean.
 * @csspart match__rallies__title - The heading.
 * @csspart match__rallies__message - Why there are no rallies, or that they are computed again.
 * @csspart match__rallies__filters - The choice of rallies.
 * @csspart match__rallies__list - The list.
 * @csspart match__rallies__rally - One rally of it.
 * @csspart match__rallies__detail - The rally that was chosen.
 * @csspart match__rallies__acts - Its buttons.
 * @csspart match__rallies__facts - What is known of it.
 * @csspart match__rallies__hits - Its strokes.
 * @csspart match__rallies__add-button - Adds a rally.
 * @csspart match__rallies__corrections - The list of corrections, which opens.
 * @csspart match__rallies__correction - Goes to one correction.
 * @csspart match__rallies__undo - Takes a correction back.
 * @csspart match__speed__title - The heading.
 * @csspart match__speed__ranges - The choice of the time that is shown.
 * @csspart match__speed__plot - The drawing.
 * @csspart match__speed__cursor - The line where the video is.
 * @csspart match__speed__legend - The players with their lines.
 * @csspart match__speed__table - The same as a table.
 * @csspart match__players__title - The heading.
 * @csspart match__players__units - The choice of units.
 * @csspart match__players__card - One player.
 * @csspart match__players__shirt - The colour of the shirt.
 * @csspart match__players__figures - The table of figures.
 * @csspart match__players__peak-button - Goes to the highest speed.
 * @csspart match__players__bands - The bar of time by speed.
 * @csspart match__players__joints - The joint angles.
 * @csspart match__swaps__title - The heading.
 * @csspart match__swaps__swap-button - Exchanges two players.
 * @csspart match__swaps__swaps - What was exchanged.
 * @csspart match__swaps__undo-button - Takes an exchange back.
 * @csspart highlights__title - The heading.
 * @csspart highlights__players - Who plays.
 * @csspart highlights__now - What is being shown, and the buttons beside it.
 * @csspart highlights__reason - Why it is worth watching.
 * @csspart highlights__previous-button - Goes to the rally before.
 * @csspart highlights__next-button - Goes to the next rally.
 * @csspart highlights__list - The chosen rallies.
 * @csspart highlights__item - One of them.
 * @csspart highlights__message - Says that something is missing.
 * @csspart summary__title - A heading.
 * @csspart summary__nobody - Says that nobody was found.
 * @csspart summary__facts - The facts about the video.
 * @csspart summary__notes - What is worth knowing about this result.
 *
 * @cssproperty [--ba-font-family=system-ui] - Typeface.
 * @cssproperty [--ba-font-size=1rem] - Size of running text; everything else follows it.
 * @cssproperty [--ba-space=1rem] - Distance between things.
 * @cssproperty [--ba-radius=0.75rem] - Roundness of corners.
 * @cssproperty [--ba-color-surface=light-dark(#ffffff, #14181d)] - Background.
 * @cssproperty [--ba-color-raised=light-dark(#f4f6f5, #1e242b)] - Background of what stands out.
 * @cssproperty [--ba-color-text=light-dark(#16211d, #eef2f0)] - Text.
 * @cssproperty [--ba-color-muted=light-dark(#55625d, #a5b1ac)] - Text of less weight.
 * @cssproperty [--ba-color-border=light-dark(#d8dfdc, #343d46)] - Lines that only divide.
 * @cssproperty [--ba-color-edge=light-dark(#7d8a85, #78858c)] - Lines that show what can be used.
 * @cssproperty [--ba-color-accent=light-dark(#0b6e4f, #4fd1a1)] - Main button, progress.
 * @cssproperty [--ba-color-on-accent=light-dark(#ffffff, #07231a)] - Text on the accent.
 * @cssproperty [--ba-color-danger=light-dark(#b3261e, #ff8a80)] - Problems, deleting.
 * @cssproperty [--ba-color-success=light-dark(#0b6e4f, #4fd1a1)] - What is done.
 * @cssproperty [--ba-color-focus=light-dark(#0a57c2, #8ab8ff)] - The ring around what has the focus.
 * @cssproperty [--ba-player-backdrop=#000000] - What is beside a picture of another shape.
 * @cssproperty [--ba-player-max-height=85vh] - Greatest height of the picture.
 * @cssproperty [--ba-player-bar=#11161b] - Background of the bar.
 * @cssproperty [--ba-player-on-bar=#f2f5f4] - Text on the bar and of messages.
 * @cssproperty [--ba-player-focus=#8ab8ff] - The ring around the control that has the focus.
 * @cssproperty [--ba-player-panel=#1c242b] - Background of what opens from the bar.
 * @cssproperty [--ba-player-track=rgb(255 255 255 / 28%)] - Colour of the whole length.
 * @cssproperty [--ba-player-buffered=rgb(255 255 255 / 45%)] - Colour of what is ready to play.
 * @cssproperty [--ba-player-played=#4fd1a1] - Colour of what is played.
 * @cssproperty [--ba-overlay-color-1=#e69f00] - Colour of player 1. The four differ for colour-blind eyes too.
 * @cssproperty [--ba-overlay-color-2=#56b4e9] - Colour of player 2.
 * @cssproperty [--ba-overlay-color-3=#cc79a7] - Colour of player 3.
 * @cssproperty [--ba-overlay-color-4=#f0e442] - Colour of player 4.
 * @cssproperty [--ba-overlay-outline=rgb(0 0 0 / 65%)] - Colour around every line.
 * @cssproperty [--ba-overlay-label-text=#101010] - Colour of the names.
 * @cssproperty [--ba-overlay-court=#7cf5ff] - Colour of the court's lines.
 * @cssproperty [--ba-overlay-shuttle=#ccff33] - Colour of the shuttle's way.
 * @cssproperty [--ba-overlay-shuttle-trail=1s] - How far back that reaches; 1.5 s at most.
 * @cssproperty [--ba-overlay-line-width=3px] - Width of limbs, box edges and trails; thinner on small players.
 * @cssproperty [--ba-overlay-label-size=13px] - Size of the names.
 * @cssproperty [--ba-timeline-highlight=light-dark(#c98200, #ffd34d)] - Colour of highlights.
 * @cssproperty [--ba-court-floor=light-dark(#d5e3da, #20302a)] - Colour of the court from above.
 * @cssproperty [--ba-court-line=light-dark(#51665c, #b4c6bd)] - Colour of its lines.
 * @cssproperty [--ba-heat-1=light-dark(#f9e721, #482173)] - Heatmap: least.
 * @cssproperty [--ba-heat-2=light-dark(#67cc5c, #38588c)] - Heatmap: little.
 * @cssproperty [--ba-heat-3=light-dark(#218f8b, #218f8b)] - Heatmap: middling.
 * @cssproperty [--ba-heat-4=light-dark(#38588c, #67cc5c)] - Heatmap: much.
 * @cssproperty [--ba-heat-5=light-dark(#440154, #f9e721)] - Heatmap: most.
 * @cssproperty [--ba-calibrator-line=#ff2fd0] - Colour of the court while it is being marked.
 * @cssproperty [--ba-calibrator-point=#ffe04a] - Colour of the points that mark it.
 */
export class BadmintonAnalyzer extends LitElement implements MatchSettings {
  static override styles = [tokens, controls, styles];

  /** Address of the Convex deployment, such as `https://happy-otter-123.convex.cloud`. */
  @property({ attribute: "deployment-url" }) deploymentUrl = "";

  /** The site's public key; needed for sending videos. */
  @property({ attribute: "site-key" }) siteKey = "";

  /** An existing analysis to show; without it, the element takes a new video. */
  @property({ attribute: "video-id" }) videoId = "";

  /** Lets a visitor watch the video of `video-id` when its site does not show results to everybody. */
  @property({ attribute: "share-token" }) shareToken = "";

  /**
   * `highlights` plays chosen rallies of the video of `video-id`, one after the other; nothing can be sent, changed or deleted, not even by
   * the video's owner. Without it, the element shows everything.
   */
  @property() mode = "";

  /**
   * For `mode="highlights"`: numbers of the rallies to play, from 1, such as `3 12 40`. Without it, those that the analysis found worth
   * watching. They come in the order of the match.
   */
  @property() rallies = "";

  /** `metric` (km/h, m) or `imperial` (mph, ft); without it, what is usual in the visitor's region. A visitor may choose otherwise. */
  @property() units = "";

  /** A span of the video to begin with, in seconds: `12.5,20.1`, as in a media fragment. Playing pauses at its end. */
  @property() t = "";

  /** Heeds `#t=12.5,20.1` in the page's address, and offers links to rallies. For one element on a page. */
  @property({ type: Boolean, attribute: "follow-hash" }) followHash = false;

  /** Where the deployment's service comes from: another one than Convex, for tests. */
  openService: OpenService = openConvexService;

  @provide({ context: stateContext })
  @state()
  private state: State = initialState;

  @query(".view") private readonly viewElement!: HTMLElement | null;

  readonly #controller = new SessionController(this, () => this.openService);
  readonly #finished = new FinishedMatch(
    this,
    () => this.state.view.name === "done",
    () => (this.#readOnly ? "highlights" : "match"),
  );
  #connection: AbortController | undefined;
  #hadFocus = false;

  /**
   * Takes a video from the page, as if the visitor had chosen it.
   *
   * @returns false when the element is busy with another video, or shows one
   */
  analyze(file: File): boolean {
    if (this.#session === undefined || this.state.view.name !== "empty") {
      return false;
    }
    void this.#session.choose(file);
    return true;
  }

  /** @internal */
  get settings(): SessionSettings {
    const { deploymentUrl, siteKey, videoId, shareToken } = this;
    return { deploymentUrl, siteKey, videoId, shareToken, readOnly: this.#readOnly };
  }

  /** @internal */
  receive(next: State): void {
    const before = this.state;
    this.#hadFocus ||= this.shadowRoot?.activeElement != null;
    this.state = next;
    for (const event of newsBetween(before, next)) {
      this.dispatchEvent(event);
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    actOnRequests(
      this.renderRoot,
      () => this.#session,
      () => this.#readOnly,
      signal,
    );
    window.addEventListener("beforeunload", (event) => this.#warnBeforeLeaving(event), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connection?.abort();
  }

  protected override updated(): void {
    // What had the focus may be gone with its view: the focus then goes to the view that came instead.
    if (this.#hadFocus && this.shadowRoot?.activeElement == null) {
      this.viewElement?.focus({ preventScroll: true });
    }
    this.#hadFocus = false;
  }

  override render() {
    const { view, connection, notice } = this.state;
    return html`
      <section part="base" class="base" aria-label=${en.region} aria-busy=${view.name === "loading"}>
        ${
          connection === "lost" || connection === "unreachable"
            ? html`<p part="connection" class="banner"><span class="dot"></span>${en.connection[connection]}</p>`
            : nothing
        }
        <div part="view" class="view" tabindex="-1">${this.renderView()}</div>
        ${
          notice
            ? html`<p part="notice" class="notice">
                <span>${en.errors[notice.code]}</span>
                <button part="dismiss-button" class="button quiet" type="button" @click=${this.dismiss}>
                  ${en.actions.dismiss}
                </button>
              </p>`
            : nothing
        }
        <div class="visually-hidden" role="status">${announcement(this.state)}</div>
      </section>
    `;
  }

  private renderView() {
    const { view } = this.state;
    switch (view.name) {
      case "loading":
        return html`<p part="loading" class="waiting">${en.loading}</p>`;
      case "empty":
        return html`${view.problem ? this.renderProblem() : nothing}${this.renderUploader()}`;
      case "checking":
        return this.renderUploader();
      case "uploading":
      case "analysing":
        return html`<ba-progress part="progress" exportparts=${exportParts.progress}></ba-progress>`;
      case "stopped":
      case "failed":
        return this.renderProblem();
      case "done":
        return this.#finished.render(this.state, view.video, this);
    }
  }

  private renderUploader() {
    return html`<ba-uploader part="uploader" exportparts=${exportParts.uploader}></ba-uploader>`;
  }

  private renderProblem() {
    return html`<ba-error-panel part="error" exportparts=${exportParts.error}></ba-error-panel>`;
  }

  private dismiss(): void {
    this.#session?.dismissNotice();
  }

  get #readOnly(): boolean {
    return this.mode === "highlights";
  }

  get #session() {
    return this.#controller.session;
  }

  #warnBeforeLeaving(event: BeforeUnloadEvent): void {
    const { view } = this.state;
    if (view.name === "uploading" && !view.elsewhere) {
      event.preventDefault();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "badminton-analyzer": BadmintonAnalyzer;
  }
}
