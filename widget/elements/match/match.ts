import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Player } from "../../../convex/contract/results.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { readEvents } from "../../client/events.js";
import { readMotion } from "../../client/motion.js";
import { nearestFrame } from "../../client/segments-lookup.js";
import { LatestFile } from "../../controllers/latest-file.js";
import type { Playhead } from "../../controllers/playhead.js";
import { WhenShown } from "../../controllers/when-shown.js";
import { loadUnits, saveUnits } from "../../controllers/units.js";
import { viewAt } from "../../court/shots.js";
import { playerEn } from "../../i18n/en.player.js";
import { matchEn as text } from "../../i18n/en.match.js";
import { UNITS, unitsOf, type Units } from "../../i18n/units.js";
import { looksOf, type Look } from "../../match/looks.js";
import { exportedFrom } from "../../match/parts.js";
import { stateContext } from "../../store/contexts.js";
import type { State } from "../../store/state.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import type { BaCalibrationDialog } from "../calibration-dialog/calibration-dialog.js";
import type { Orientation } from "../court-plan/plan-view.js";
import type { UnitsRequestEvent } from "../players/units-request-event.js";
import { late } from "./late.js";
import { styles } from "./match.styles.js";

/** The list of so many rallies is not as high as it can be. */
const FEW_RALLIES = 5;

/**
 * What stands around the player of an analysed match: the court from above beside the picture, below it the players' figures.
 *
 * @summary A match and its figures.
 * @tagname ba-match
 *
 * @slot player - The `ba-player`.
 *
 * @csspart map - The `ba-court-map`.
 * @csspart court - The `ba-court-status`.
 * @csspart players - The `ba-players`.
 * @csspart timeline - The `ba-timeline`.
 * @csspart rallies - The `ba-rallies`.
 * @csspart speed - The `ba-speed-chart`.
 * @csspart charts - The `ba-charts`.
 * @csspart swaps - The `ba-swaps`.
 * @csspart calibration - The `ba-calibration-dialog`.
 * @csspart notice - Says that something could not be loaded.
 */
export class BaMatch extends LitElement {
  static override styles = [tokens, controls, styles];

  /** The completed analysis. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** Ties everything to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** `metric` or `imperial`: what a visitor sees who has not chosen; without it, what is usual in the visitor's region. */
  @property() units = "";

  /** The page's address may lead to a rally, so that links to rallies are of use. */
  @property({ type: Boolean }) linked = false;

  /** What the element around it shows; comes by context inside of `<badminton-analyzer>`. */
  @consume({ context: stateContext, subscribe: true })
  @property({ attribute: false })
  state?: State;

  @state() private chosenUnits: Units | undefined = loadUnits();
  @state() private orientation: Orientation = "landscape";

  @query("ba-calibration-dialog") private calibration!: BaCalibrationDialog;
  /** As wide as this element, and without a height that could change with the layout. */
  @query(".ruler") private ruler!: HTMLElement;
  @query(".match") private match!: HTMLElement;

  readonly #motion = new LatestFile(this, () => this.video?.motionUrl, readMotion);
  readonly #events = new LatestFile(this, () => this.video?.eventsUrl, readEvents);
  readonly #timeline = new WhenShown(this, ".timeline", () => import("../timeline/index.js"));
  readonly #rallies = new WhenShown(this, ".rallies", () => import("../rallies/index.js"));
  readonly #chart = new WhenShown(this, ".speed", () => import("../speed-chart/index.js"));
  readonly #charts = new WhenShown(this, ".charts", () => import("../charts/index.js"));
  readonly #resizing = new ResizeObserver(() => this.#readLayout());

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#resizing.observe(this.ruler);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizing.disconnect();
  }

  /** The style sheet decides where the map has room for what; see `--_map` there. */
  #readLayout(): void {
    const map = getComputedStyle(this.match).getPropertyValue("--_map").trim();
    this.orientation = map === "portrait" ? "portrait" : "landscape";
  }

  protected override firstUpdated(): void {
    this.#resizing.observe(this.ruler);
    this.#readLayout();
  }

  protected override updated(): void {
    if (this.playhead) this.playhead.events = this.#events.latest;
  }

  get #units(): Units {
    return this.chosenUnits ?? UNITS.find((units) => units === this.units) ?? unitsOf(navigator.language);
  }

  private chooseUnits({ units }: UnitsRequestEvent): void {
    this.chosenUnits = units;
    saveUnits(units);
  }

  private renderMap(players: readonly Player[], looks: readonly Look[]): TemplateResult {
    return html`<ba-court-map
      class="map"
      part="map"
      exportparts=${exportedFrom("map")}
      .players=${players}
      .looks=${looks}
      .motion=${this.#motion.latest}
      .playhead=${this.playhead}
      .units=${this.#units}
      .orientation=${this.orientation}
      ?shuttle=${this.video?.results?.events !== undefined}
    ></ba-court-map>`;
  }

  private openCalibration(): void {
    const detection = this.video?.results?.courtDetection;
    const { seconds, source } = this.playhead ?? {};
    const segment = seconds === undefined ? undefined : source?.get(source.indexAt(seconds));
    const frame = segment && segment.firstFrame + nearestFrame(segment, seconds ?? 0);
    const shown = frame === undefined || !detection ? undefined : viewAt(detection, frame);
    void this.calibration.open(shown ?? 0);
  }

  private renderTimeline(looks: readonly Look[]): TemplateResult | typeof nothing {
    const events = this.#events.latest;
    if (!events || events.hits.length === 0) return nothing;
    return late(
      this.#timeline,
      "timeline",
      text.timeline,
      () =>
        html`<ba-timeline
          part="timeline"
          exportparts=${exportedFrom("timeline")}
          .events=${events}
          .looks=${looks}
          .duration=${this.video?.results?.duration ?? 0}
          .playhead=${this.playhead}
        ></ba-timeline>`,
    );
  }

  private renderRallies(looks: readonly Look[]): TemplateResult {
    const count = this.video?.results?.events?.rallies ?? 0;
    return late(
      this.#rallies,
      `rallies ${count > FEW_RALLIES ? "many" : count > 0 ? "few" : ""}`,
      text.rallies,
      () =>
        html`<ba-rallies
          part="rallies"
          exportparts=${exportedFrom("rallies")}
          .video=${this.video}
          .events=${this.#events.latest}
          .looks=${looks}
          .units=${this.#units}
          .playhead=${this.playhead}
          ?failed=${this.#events.failed}
          ?linked=${this.linked}
          ?busy=${this.state?.busy ?? false}
        ></ba-rallies>`,
    );
  }

  private renderCharts(looks: readonly Look[]): TemplateResult | typeof nothing {
    const events = this.#events.latest;
    if (!events || events.hits.length === 0) return nothing;
    return late(
      this.#charts,
      "charts",
      text.charts,
      () =>
        html`<ba-charts
          part="charts"
          exportparts=${exportedFrom("charts")}
          .events=${events}
          .looks=${looks}
          .units=${this.#units}
          .playhead=${this.playhead}
        ></ba-charts>`,
    );
  }

  private renderSpeed(looks: readonly Look[]): TemplateResult {
    if (this.#chart.status === "failed") {
      return html`<div class="speed">
        <p class="trouble" part="notice" role="status">
          ${text.speed.failed}
          <button class="button" type="button" @click=${() => void this.#chart.load()}>${text.speed.retry}</button>
        </p>
      </div>`;
    }
    return html`<div class="speed">
      ${
        this.#chart.status === "loaded"
          ? html`<ba-speed-chart
              part="speed"
              exportparts=${exportedFrom("speed")}
              .motion=${this.#motion.latest}
              .looks=${looks}
              .duration=${this.video?.results?.duration ?? 0}
              .units=${this.#units}
              .playhead=${this.playhead}
            ></ba-speed-chart>`
          : html`<p>${text.speed.loading}</p>`
      }
    </div>`;
  }

  private renderFigures(looks: readonly Look[]): TemplateResult {
    const { access, edits } = this.video ?? {};
    return html`
      <ba-players
        part="players"
        exportparts=${exportedFrom("players")}
        .video=${this.video}
        .looks=${looks}
        .units=${this.#units}
        .playhead=${this.playhead}
        @units-request=${this.chooseUnits}
      ></ba-players>
      ${
        access === "owner" && looks.length > 1
          ? html`<ba-swaps
              part="swaps"
              exportparts=${exportedFrom("swaps")}
              .looks=${looks}
              .swaps=${edits?.swaps ?? []}
              .playhead=${this.playhead}
              ?busy=${this.state?.busy ?? false}
            ></ba-swaps>`
          : nothing
      }
    `;
  }

  private renderTrouble(): unknown {
    const files = [
      [this.#motion, text.failed],
      [this.#events, text.eventsFailed],
    ] as const;
    return files
      .filter(([{ failed }]) => failed)
      .map(
        ([file, said]) =>
          html`<p class="trouble" part="notice" role="status">
            ${said}
            <button class="button" type="button" @click=${() => file.retry()}>${text.retry}</button>
          </p>`,
      );
  }

  override render(): TemplateResult {
    const { results, names = [] } = this.video ?? {};
    const players = results?.players ?? [];
    const looks = looksOf(players, names, playerEn.player.name);
    const measured = players.some(({ metrics }) => metrics);
    return html`<div class="ruler"></div>
      <div class="match ${measured ? "mapped" : ""}">
        <div class="watch"><slot name="player"></slot>${this.renderTimeline(looks)}</div>
        ${measured ? this.renderMap(players, looks) : nothing}
        <div class="beneath" @ba-calibrate-request=${this.openCalibration}>
          <ba-court-status
            part="court"
            exportparts=${exportedFrom("court")}
            .video=${this.video}
            ?busy=${this.state?.busy ?? false}
          ></ba-court-status>
          ${this.renderTrouble()} ${players.length > 0 ? this.renderRallies(looks) : nothing}
          ${measured && this.video?.motionUrl !== undefined ? this.renderSpeed(looks) : nothing}
        </div>
        ${players.length > 0 ? html`<div class="figures">${this.renderFigures(looks)}</div>` : nothing}
        ${this.renderCharts(looks)}
      </div>
      <ba-calibration-dialog
        part="calibration"
        .video=${this.video}
        .saved=${this.state?.calibrations ?? []}
        .notice=${this.state?.notice}
        ?busy=${this.state?.busy ?? false}
      ></ba-calibration-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-match": BaMatch;
  }
}
