import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { hasCourt } from "../../court/shots.js";
import { BaCalibrateRequestEvent } from "../../events/calibrate-request.js";
import { BaRetryRequestEvent } from "../../events/retry-request.js";
import { en } from "../../i18n/en.js";
import { playersEn as text } from "../../i18n/en.players.js";
import { mayRetryUpdate } from "../../store/update.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./court-status.styles.js";

/**
 * How surely the court is known, why there are no figures where there are none, and whether they are being computed anew; with
 * what an owner can do about it.
 *
 * @summary The state of the court and the figures.
 * @tagname ba-court-status
 *
 * @fires {BaCalibrateRequestEvent} ba-calibrate-request - The visitor wants to mark the court.
 * @fires {BaRetryRequestEvent} ba-retry-request - The visitor wants the figures computed again that could not be.
 *
 * @csspart status - The box.
 * @csspart message - The words; also that figures are computed again, or could not be.
 * @csspart retry-button - Has figures computed again that could not be.
 * @csspart calibrate-button - Opens the marking of the court.
 */
export class BaCourtStatus extends LitElement {
  static override styles = [tokens, controls, styles];

  /** The completed analysis. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** A request is under way. */
  @property({ type: Boolean }) busy = false;

  private requestCalibration(): void {
    this.dispatchEvent(new BaCalibrateRequestEvent());
  }

  private requestRetry(): void {
    this.dispatchEvent(new BaRetryRequestEvent());
  }

  /** What is said of the court; nothing where nobody was found, which is said elsewhere. */
  private words(): string | undefined {
    const { results, access } = this.video ?? {};
    const { metricsGap, courtDetection, players = [] } = results ?? {};
    if (players.length === 0) return undefined;
    if (metricsGap === "no_players") return text.gaps.no_players;
    if (metricsGap) return `${text.gaps[metricsGap]} ${access === "owner" ? text.gapOwner : text.gapViewer}`;
    if (!hasCourt(courtDetection)) return undefined;
    const views = courtDetection?.views ?? [];
    if (views.some(({ status }) => status === "manual")) return text.courtManual;
    return text.court(views.find(({ status }) => status === "found")?.errorCm);
  }

  private renderMessage(): TemplateResult {
    const { update } = this.video ?? {};
    if (update === undefined) return html`${this.words()}`;
    return update === "running"
      ? html`<span class="spinner"></span>${text.update.running}`
      : html`${text.update.failed} ${en.errors[update.code]}`;
  }

  private renderRetry(): TemplateResult {
    return html`<button
      part="retry-button"
      class="button primary"
      type="button"
      ?disabled=${this.busy}
      @click=${this.requestRetry}
    >
      ${en.actions.retry}
    </button>`;
  }

  private renderCalibrate(wanted: boolean): TemplateResult {
    return html`<button
      part="calibrate-button"
      class="button ${wanted ? "primary" : ""}"
      type="button"
      @click=${this.requestCalibration}
    >
      ${wanted ? text.calibrate : text.recalibrate}
    </button>`;
  }

  override render(): TemplateResult {
    const { results, access, update } = this.video ?? {};
    const possible = access === "owner" && (results?.courtDetection?.views.length ?? 0) > 0;
    const wanted = results?.metricsGap !== undefined && results.metricsGap !== "no_players";
    const notable = wanted || update !== undefined;
    return html`<div part="status" class="status ${notable ? "notable" : ""}">
      <p part="message" class=${update === "running" ? "running" : ""} role="status">${this.renderMessage()}</p>
      ${this.video && mayRetryUpdate(this.video) ? this.renderRetry() : nothing}
      ${possible ? this.renderCalibrate(wanted) : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-court-status": BaCourtStatus;
  }
}
