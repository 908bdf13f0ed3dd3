import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Playhead } from "../../controllers/playhead.js";
import type { Floor } from "../../court/model.js";
import { neighbour, type Moment } from "../../court/moments.js";
import { matchEn as text } from "../../i18n/en.match.js";
import type { Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import { mark } from "../../match/mark.js";
import { controls } from "../../styles/controls.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { PlaceRequestEvent } from "../court-plan/place-request-event.js";
import { styles } from "./moments.styles.js";

/** Moments that are listed; the next and previous buttons reach all of them. */
const LISTED = 100;

/**
 * When somebody was at a place on the court; each moment can be gone to.
 *
 * @summary The moments at a place.
 * @tagname ba-moments
 *
 * @csspart moments - The list of moments.
 * @csspart moment - One moment.
 * @csspart button - Goes to the next or the previous moment, or clears the place.
 */
export class BaMoments extends LitElement {
  static override styles = [tokens, controls, markStyles, styles];

  /** The place on the floor. */
  @property({ attribute: false }) place: Floor | undefined;

  /** When somebody was there, in order. */
  @property({ attribute: false }) moments: readonly Moment[] = [];

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** Where the visitor last went, so that quick presses count. */
  @state() private visited: number | undefined;

  private goTo(moment: Moment | undefined): void {
    if (!moment) return;
    this.visited = moment.start;
    this.playhead?.seek(moment.start, { reveal: true });
  }

  private goToNeighbour(direction: 1 | -1): void {
    this.goTo(neighbour(this.moments, this.visited ?? this.playhead?.seconds ?? 0, direction));
  }

  private clear(): void {
    this.dispatchEvent(new PlaceRequestEvent(undefined));
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("moments")) this.visited = undefined;
  }

  private renderMoment(moment: Moment): TemplateResult | typeof nothing {
    const look = this.looks.find(({ id }) => id === moment.id);
    if (!look) return nothing;
    const { start, end } = moment;
    return html`<li>
      <button
        part="moment"
        class="moment"
        type="button"
        aria-current=${start === this.visited ? "true" : nothing}
        @click=${() => this.goTo(moment)}
      >
        ${mark(look)} ${text.moments.item(start, look.name)}
        <span class="visually-hidden">${text.moments.length(end - start)}</span>
      </button>
    </li>`;
  }

  private renderButton(label: string, act: () => void): TemplateResult {
    return html`<button part="button" class="button quiet" type="button" @click=${act}>${label}</button>`;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.place) return nothing;
    const { length } = this.moments;
    return html`
      <p class="title" role="status">
        <strong>${length === 0 ? text.moments.none(this.units) : text.moments.title(length)}</strong>
        <span class="where">${text.moments.where(this.place, this.units)}</span>
      </p>
      <div class="buttons">
        ${
          length > 0
            ? html`${this.renderButton(text.moments.previous, () => this.goToNeighbour(-1))}
              ${this.renderButton(text.moments.next, () => this.goToNeighbour(1))}`
            : nothing
        }
        ${this.renderButton(text.moments.clear, () => this.clear())}
      </div>
      <ul part="moments">
        ${this.moments.slice(0, LISTED).map((moment) => this.renderMoment(moment))}
      </ul>
      ${length > LISTED ? html`<p class="where">${text.moments.more(length - LISTED)}</p>` : nothing}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-moments": BaMoments;
  }
}
