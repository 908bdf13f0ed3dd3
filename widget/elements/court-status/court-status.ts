import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { hasCourt } from "../../court/shots.js";
import { BaCalibrateRequestEvent } from "../../events/calibrate-request.js";
import { en } from "../../i18n/en.js";
import { playersEn as text } from "../../i18n/en.players.js";
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
 *
 * @csspart status - The box.
 * @csspart message - The words.
 * @csspart update - Says that figures are computed again, or could not be.
 * @csspart calibrate-button - Opens the marking of the court.
 */
export class BaCourtStatus extends LitElement {
  static override styles = [tokens, controls, styles];

  /** The completed analysis. */
  @property({ attribute: false }) video: VideoView | undefined;

  private requestCalibration(): void {
    this.dispatchEvent(new BaCalibrateRequestEvent());
  }

  private renderUpdate(): TemplateResult {
    const { update } = this.video ?? {};
    return html`<p part="update" class="update ${update === undefined ? "" : "busy"}" role="status">
      ${
        update === undefined
          ? nothing
          : update === "running"
            ? html`<span class="spinner"></span>${text.update.running}`
            : `${text.update.failed} ${en.errors[update.code]}`
      }
    </p>`;
  }

  private words(): string | undefined {
    const { results, access } = this.video ?? {};
    if (results?.metricsGap === "no_players") return text.gaps.no_players;
    if (results?.metricsGap) {
      return `${text.gaps[results.metricsGap]} ${access === "owner" ? text.gapOwner : text.gapViewer}`;
    }
    const views = results?.courtDetection?.views ?? [];
    if (!hasCourt(results?.courtDetection)) return undefined;
    if (views.some(({ status }) => status === "manual")) return text.courtManual;
    return text.court(views.find(({ status }) => status === "found")?.errorCm);
  }

  override render(): TemplateResult | typeof nothing {
    const { results, access } = this.video ?? {};
    const words = this.words();
    const possible = access === "owner" && (results?.courtDetection?.views.length ?? 0) > 0;
    return html`
      ${this.renderUpdate()}
      ${
        words === undefined && !possible
          ? nothing
          : html`<div part="status" class="status ${results?.metricsGap ? "gap" : ""}">
              <p part="message">${words}</p>
              ${
                possible
                  ? html`<button
                      part="calibrate-button"
                      class="button ${results?.metricsGap ? "primary" : ""}"
                      type="button"
                      @click=${this.requestCalibration}
                    >
                      ${results?.metricsGap ? text.calibrate : text.recalibrate}
                    </button>`
                  : nothing
              }
            </div>`
      }
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-court-status": BaCourtStatus;
  }
}
