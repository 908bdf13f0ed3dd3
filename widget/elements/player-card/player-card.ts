import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { SPEED_BAND_BOUNDS, type PlayerMetrics } from "../../../convex/contract/metrics.js";
import type { Player } from "../../../convex/contract/results.js";
import type { Playhead } from "../../controllers/playhead.js";
import { en } from "../../i18n/en.js";
import { playersEn as text } from "../../i18n/en.players.js";
import type { Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import { mark } from "../../match/mark.js";
import { controls } from "../../styles/controls.styles.js";
import { figureStyles } from "../../styles/figures.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styleProperties } from "../../utils/style-properties.js";
import { bandShares, figuresOf } from "./figures.js";
import { NameRequestEvent } from "./name-request-event.js";
import { styles } from "./player-card.styles.js";

/**
 * One player: name, what to know the person by, and the figures, with how surely they are this person's.
 *
 * @summary A player's figures.
 * @tagname ba-player-card
 *
 * @csspart card - The whole.
 * @csspart shirt - The colour of the shirt.
 * @csspart figures - The table of figures.
 * @csspart peak-button - Goes to the highest speed.
 * @csspart bands - The bar of time by speed.
 * @csspart joints - The joint angles, which open.
 */
export class BaPlayerCard extends LitElement {
  static override styles = [tokens, controls, markStyles, figureStyles, styles];

  /** The player with what was measured. */
  @property({ attribute: false }) player: Player | undefined;

  /** How the player is told from the others. */
  @property({ attribute: false }) look: Look | undefined;

  /** The name that was typed; empty where none was. */
  @property() typed = "";

  /** Length of the video, seconds. */
  @property({ type: Number }) duration = 0;

  /** The visitor may change the name. */
  @property({ type: Boolean }) editable = false;

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  private handleName({ id, playerName }: NameRequestEvent): void {
    this.dispatchEvent(new NameRequestEvent(id, playerName));
  }

  private renderHead({ id, shirt }: Player, look: Look): TemplateResult {
    return html`<header>
      ${mark(look)}
      <h4>
        <ba-player-name
          .identity=${id}
          .name=${look.name}
          .typed=${this.typed}
          ?editable=${this.editable}
          @name-request=${this.handleName}
        ></ba-player-name>
      </h4>
      ${
        shirt
          ? html`<span
              class="shirt"
              part="shirt"
              role="img"
              aria-label=${text.shirt(shirt)}
              title=${text.shirt(shirt)}
              style=${styleProperties({ background: shirt })}
            ></span>`
          : nothing
      }
    </header>`;
  }

  private renderRow(name: string, value: unknown): TemplateResult {
    return html`<tr>
      <th scope="row">${name}</th>
      <td>${value}</td>
    </tr>`;
  }

  private renderPeak({ peakSpeed, peakSpeedAt }: PlayerMetrics): TemplateResult {
    const speed = text.speed(peakSpeed, this.units);
    if (peakSpeedAt === undefined) return this.renderRow(text.peak, speed);
    return this.renderRow(
      text.peak,
      html`<button
        part="peak-button"
        class="link"
        type="button"
        @click=${() => this.playhead?.seek(peakSpeedAt, { reveal: true })}
      >
        <span class="visually-hidden">${text.peakGo}</span> ${text.peakAt(speed, peakSpeedAt)}
      </button>`,
    );
  }

  private renderBands({ speedBands }: PlayerMetrics): TemplateResult {
    const shares = bandShares(speedBands);
    return html`<div class="bands">
      <h5>${text.bands}</h5>
      <div class="bar" part="bands" aria-hidden="true">
        ${shares.map(
          (share, band) =>
            html`<span class="band b${band}" style=${styleProperties({ "flex-grow": String(share) })}></span>`,
        )}
      </div>
      <ul>
        ${shares.map((share, band) => {
          const bound = SPEED_BAND_BOUNDS[band - 1];
          const hint = bound === undefined ? nothing : text.bandBound(bound, this.units);
          return html`<li title=${hint}>
            <span class="swatch b${band}" aria-hidden="true"></span>
            ${text.band(text.bandNames[band] ?? "", share, speedBands[band] ?? 0)}
          </li>`;
        })}
      </ul>
    </div>`;
  }

  private renderJoints({ joints }: PlayerMetrics): TemplateResult | typeof nothing {
    if (joints.length === 0) return nothing;
    return html`<details part="joints">
      <summary>${text.joints}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">${text.joint}</th>
            <th scope="col">${text.median}</th>
            <th scope="col">${text.range}</th>
          </tr>
        </thead>
        <tbody>
          ${joints.map(
            ({ joint, median, low, high }) =>
              html`<tr>
                <th scope="row">${text.jointNames[joint]}</th>
                <td>${text.degrees(median)}</td>
                <td>${text.degreeRange(low, high)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <p class="hint">${text.jointsHint}</p>
    </details>`;
  }

  private renderSightings({ presence, confidence, identity }: Player): TemplateResult {
    return html`
      ${this.renderRow(text.seen, text.seenValue(presence, this.duration))}
      ${this.renderRow(text.confidence, en.percent(confidence))}
      ${identity === undefined ? nothing : this.renderRow(text.identity, text.identityValue(identity))}
    `;
  }

  override render(): TemplateResult | typeof nothing {
    const { player, look } = this;
    if (!player || !look) return nothing;
    const { metrics } = player;
    return html`<article part="card" aria-label=${look.name}>
      ${this.renderHead(player, look)}
      <table part="figures" aria-label=${text.figures(look.name)}>
        <tbody>
          ${metrics ? this.renderPeak(metrics) : nothing}
          ${metrics ? figuresOf(metrics, this.units).map(([name, value]) => this.renderRow(name, value)) : nothing}
          ${this.renderSightings(player)}
        </tbody>
      </table>
      ${metrics ? [this.renderBands(metrics), this.renderJoints(metrics)] : nothing}
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-player-card": BaPlayerCard;
  }
}
