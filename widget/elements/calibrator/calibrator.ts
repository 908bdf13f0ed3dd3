import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { CameraView } from "../../../convex/contract/court.js";
import { MAX_NAME_LENGTH, type SavedCalibration } from "../../../convex/contract/edits.js";
import type { VideoError } from "../../../convex/contract/errors.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { BaCalibrateEvent } from "../../events/calibrate.js";
import { BaCalibrationClearEvent } from "../../events/calibration-clear.js";
import { BaCalibrationForgetEvent } from "../../events/calibration-forget.js";
import { BaCalibratorCloseEvent } from "../../events/calibrator-close.js";
import { calibratorEn as text } from "../../i18n/en.calibrator.js";
import { en } from "../../i18n/en.js";
import { controls } from "../../styles/controls.styles.js";
import { fieldStyles } from "../../styles/fields.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./calibrator.styles.js";
import { momentChoice, viewChoice } from "./choices.js";
import {
  addPoint,
  canAdd,
  freeLandmarks,
  movePoint,
  namePoint,
  removePoint,
  startDraft,
  undo,
  type Draft,
} from "./draft.js";
import { judge, type Judgement } from "./judgement.js";
import { keptChoice } from "./kept-choice.js";
import { landmark } from "./landmarks.js";
import { pointRow, verdict } from "./point-list.js";
import type { PointActiveEvent, PointMoveEvent, PointRemoveEvent } from "./point-events.js";
import type { BaCalibratorStage } from "./stage.js";
import { pointsOf, startingPoints } from "./starting.js";

/**
 * Marks the court by hand: at least four points, dragged onto crossings of its lines over a still picture, with the court drawn live.
 *
 * @summary Manual calibration of the court.
 * @tagname ba-calibrator
 *
 * @fires {BaCalibrateEvent} ba-calibrate - The visitor has marked the court.
 * @fires {BaCalibrationClearEvent} ba-calibration-clear - The visitor wants the automatic court back.
 * @fires {BaCalibrationForgetEvent} ba-calibration-forget - The visitor wants a kept calibration deleted.
 * @fires {BaCalibratorCloseEvent} ba-calibrator-close - The visitor wants to leave.
 *
 * @csspart title - The heading.
 * @csspart stage - The `ba-calibrator-stage`: the picture with the points.
 * @csspart points - The list of points.
 * @csspart verdict - How well the points fit, or why they cannot be right.
 * @csspart save-button - Saves.
 * @csspart close-button - Leaves.
 */
export class BaCalibrator extends LitElement {
  static override styles = [tokens, controls, fieldStyles, styles];

  /** The completed analysis whose court is marked. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** Index of the camera view to begin with. */
  @property({ type: Number }) view = 0;

  /** Calibrations that the site keeps. */
  @property({ attribute: false }) saved: readonly SavedCalibration[] = [];

  /** Whether what was saved is being worked on. */
  @property({ type: Boolean }) busy = false;

  /** Why the last save came to nothing. */
  @property({ attribute: false }) problem: VideoError | undefined;

  @state() private draft: Draft = startDraft([]);
  @state() private time = 0;
  @state() private active = 0;
  @state() private chosen = "";
  @state() private keepAs = "";

  @query("ba-calibrator-stage") private stage!: BaCalibratorStage;

  #judgement: Judgement = { lines: [] };

  get #size(): readonly [number, number] {
    const { videoWidth = 16, videoHeight = 9 } = this.video?.results ?? {};
    return [videoWidth, videoHeight];
  }

  get #views(): readonly CameraView[] {
    return this.video?.results?.courtDetection?.views ?? [];
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const other = changed.has("video") && changed.get("video")?.videoId !== this.video?.videoId;
    if (other || changed.has("view")) this.#begin();
    this.#judgement = judge(this.draft.points, this.#size);
  }

  #begin(): void {
    const view = this.#views[this.view];
    this.time = view?.still ?? 0;
    this.active = 0;
    this.chosen = "";
    const own = this.video?.edits?.calibrations.find((calibration) => calibration.view === this.view);
    this.draft = startDraft(own ? pointsOf(own.points) : startingPoints(view, this.#size));
  }

  private handleMove({ index, at, joined }: PointMoveEvent): void {
    this.draft = movePoint(this.draft, index, at, joined);
  }

  private handleActive({ index }: PointActiveEvent): void {
    this.active = index;
  }

  private handleRemove({ index }: PointRemoveEvent): void {
    this.take(index);
  }

  private take(index: number): void {
    this.draft = removePoint(this.draft, index);
    this.active = Math.min(this.active, this.draft.points.length - 1);
  }

  private async add(): Promise<void> {
    const [free] = freeLandmarks(this.draft);
    if (!free) return;
    this.draft = addPoint(this.draft, { landmark: free, at: this.#judgement.show?.(free.floor) ?? [0.5, 0.5] });
    this.active = this.draft.points.length - 1;
    await this.updateComplete;
    await this.stage.updateComplete;
    this.stage.focusPoint(this.active);
  }

  private use(id: string): void {
    this.chosen = id;
    const kept = this.saved.find(({ calibrationId }) => calibrationId === id);
    if (kept) this.draft = { ...startDraft(pointsOf(kept.points)), past: [...this.draft.past, this.draft.points] };
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      this.dispatchEvent(new BaCalibratorCloseEvent());
    } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      this.draft = undo(this.draft);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private save(): void {
    if (this.#judgement.refusal !== undefined || this.busy) return;
    const keepAs = this.keepAs.trim();
    const points = this.draft.points.map(({ landmark: { floor }, at }) => ({ floor, picture: at }));
    const [width, height] = this.#size;
    const calibration = { view: this.view, size: [width, height] as [number, number], points };
    this.dispatchEvent(new BaCalibrateEvent({ calibration, ...(keepAs && { keepAs }) }));
  }

  private renderChoices(): TemplateResult {
    return html`<div class="choices">
      ${viewChoice(this.#views, this.view, (view) => (this.view = view))}
      ${momentChoice(this.time, this.video?.results?.duration ?? 0, (time) => (this.time = time))}
      ${keptChoice(this.saved, this.chosen, {
        use: (id) => this.use(id),
        forget: (id) => this.dispatchEvent(new BaCalibrationForgetEvent(id)),
      })}
    </div>`;
  }

  private renderActions(): TemplateResult {
    const view = this.#views[this.view];
    const refused = this.#judgement.refusal !== undefined;
    return html`<div class="keep">
        <label
          >${text.keepName}
          <input
            type="text"
            maxlength=${MAX_NAME_LENGTH}
            aria-describedby="keep-hint"
            .value=${live(this.keepAs)}
            @input=${({ target }: Event) => (this.keepAs = (target as HTMLInputElement).value)}
        /></label>
        <p id="keep-hint" class="hint">${text.keepHint}</p>
      </div>
      ${this.problem ? html`<p class="verdict refused" role="alert">${en.errors[this.problem.code]}</p>` : nothing}
      <div class="actions">
        <button
          part="save-button"
          class="button primary"
          type="button"
          ?disabled=${refused || this.busy}
          @click=${this.save}
        >
          ${this.busy ? text.saving : text.save}
        </button>
        <button
          part="close-button"
          class="button"
          type="button"
          @click=${() => this.dispatchEvent(new BaCalibratorCloseEvent())}
        >
          ${text.cancel}
        </button>
        ${
          view?.status === "manual"
            ? html`<button
                class="button quiet automatic"
                type="button"
                ?disabled=${this.busy}
                @click=${() => this.dispatchEvent(new BaCalibrationClearEvent(this.view))}
              >
                ${text.automatic}
              </button>`
            : nothing
        }
      </div>`;
  }

  override render(): TemplateResult {
    const { errorCm } = this.#views[this.view] ?? {};
    return html`<section aria-labelledby="title" aria-busy=${this.busy} @keydown=${this.handleKey}>
      <h3 part="title" id="title">${text.title}</h3>
      <p class="hint">${text.intro} <span class="keys">${text.keys}</span></p>
      ${this.renderChoices()}
      <div class="work">
        <ba-calibrator-stage
          part="stage"
          .src=${this.video?.renditionUrl}
          .time=${this.time}
          .size=${this.#size}
          .points=${this.draft.points}
          .lines=${this.#judgement.lines}
          @point-move=${this.handleMove}
          @point-active=${this.handleActive}
          @point-remove=${this.handleRemove}
        ></ba-calibrator-stage>
        <div class="side">
          <h4 id="points">${text.points}</h4>
          <ol part="points" class="points" aria-labelledby="points">
            ${this.draft.points.map((_, index) =>
              pointRow(this.draft, index, {
                active: index === this.active,
                rename: (id) => (this.draft = namePoint(this.draft, index, landmark(id))),
                take: () => this.take(index),
              }),
            )}
          </ol>
          <div class="actions">
            <button class="button add" type="button" ?disabled=${!canAdd(this.draft)} @click=${this.add}>
              ${text.add}
            </button>
            <button
              class="button undo"
              type="button"
              ?disabled=${this.draft.past.length === 0}
              @click=${() => (this.draft = undo(this.draft))}
            >
              ${text.undo}
            </button>
          </div>
          ${verdict(this.#judgement, this.draft.points[this.active], this.active)}
          ${errorCm === undefined ? nothing : html`<p class="hint">${text.current(errorCm)}</p>`}
          ${this.renderActions()}
        </div>
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-calibrator": BaCalibrator;
  }
}
