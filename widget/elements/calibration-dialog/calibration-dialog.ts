import { Task, TaskStatus } from "@lit/task";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { errors, videoError, type VideoError } from "../../../convex/contract/errors.js";
import type { SavedCalibration } from "../../../convex/contract/edits.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { matchEn } from "../../i18n/en.match.js";
import type { Problem } from "../../store/problem.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./calibration-dialog.styles.js";

const text = matchEn.calibration;

/**
 * Holds the marking of the court over the page; loads it when it is opened for the first time. It closes once the results have
 * been computed from what was saved.
 *
 * @summary The dialog for marking the court.
 * @tagname ba-calibration-dialog
 *
 * @csspart dialog - The box.
 * @csspart calibrator - The `ba-calibrator` in it.
 */
export class BaCalibrationDialog extends LitElement {
  static override styles = [tokens, controls, styles];

  /** The completed analysis. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** Calibrations that the site keeps. */
  @property({ attribute: false }) saved: readonly SavedCalibration[] = [];

  /** A request is under way. */
  @property({ type: Boolean }) busy = false;

  /** Why the last request was refused. */
  @property({ attribute: false }) notice: Problem | undefined;

  /** Open, for this view of the camera. */
  @state() private view: number | undefined;
  /** What was saved is being worked on. */
  @state() private awaiting = false;

  @query("dialog") private dialog!: HTMLDialogElement;

  readonly #loading = new Task(this, {
    task: async ([needed]) => {
      if (needed) await import("../calibrator/index.js");
      return needed;
    },
    args: () => [this.view !== undefined] as const,
  });

  /** Opens it for a view of the camera. */
  async open(view: number): Promise<void> {
    this.view = view;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  private close(): void {
    this.dialog.close();
  }

  private handleClosed(): void {
    this.view = undefined;
    this.awaiting = false;
  }

  private handleSaved(): void {
    this.awaiting = true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("notice") && this.notice) this.awaiting = false;
    const before = changed.get("video")?.update;
    const update = this.video?.update;
    if (this.awaiting && before === "running" && update !== "running") {
      this.awaiting = false;
      if (update === undefined) this.dialog.close();
    }
  }

  get #problem(): VideoError | undefined {
    const { update } = this.video ?? {};
    if (this.notice) return videoError(isKnown(this.notice.code) ? this.notice.code : "internal_error");
    return update === "running" ? undefined : update;
  }

  private renderContent(view: number): TemplateResult {
    if (this.#loading.status === TaskStatus.ERROR) {
      return html`<p role="alert">${text.failed}</p>
        <button class="button" type="button" @click=${() => void this.#loading.run()}>${text.retry}</button>
        <button class="button quiet" type="button" @click=${this.close}>${text.close}</button>`;
    }
    if (!this.#loading.value) return html`<p role="status">${text.loading}</p>`;
    return html`<ba-calibrator
      part="calibrator"
      .video=${this.video}
      .view=${view}
      .saved=${this.saved}
      ?busy=${this.busy || this.video?.update === "running"}
      .problem=${this.#problem}
      @ba-calibrate=${this.handleSaved}
      @ba-calibration-clear=${this.handleSaved}
      @ba-calibrator-close=${this.close}
    ></ba-calibrator>`;
  }

  override render(): TemplateResult {
    return html`<dialog part="dialog" aria-label=${text.label} @close=${this.handleClosed}>
      ${this.view === undefined ? nothing : this.renderContent(this.view)}
    </dialog>`;
  }
}

const isKnown = (code: string): code is keyof typeof errors => code in errors;

declare global {
  interface HTMLElementTagNameMap {
    "ba-calibration-dialog": BaCalibrationDialog;
  }
}
