import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Events, Rally } from "../../../convex/contract/events.js";
import type { Playhead } from "../../controllers/playhead.js";
import { ralliesEn } from "../../i18n/en.rallies.js";
import { overlapped, type RallyChange } from "../../match/corrections.js";
import type { Look } from "../../match/looks.js";
import { looksOfSide } from "../../match/sides.js";
import { controls } from "../../styles/controls.styles.js";
import { fieldStyles } from "../../styles/fields.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { formStyles } from "./form.styles.js";
import { momentField } from "./moment-field.js";

const text = ralliesEn.correct;

/** What a form holds when it is saved; undefined when it was closed without. */
export class RallySavedEvent extends Event {
  readonly change: RallyChange | undefined;

  constructor(change: RallyChange | undefined) {
    super("rally-saved");
    this.change = change;
  }
}

/**
 * Sets a rally's beginning, end and winner.
 *
 * @summary The form for a rally.
 * @tagname ba-rally-form
 *
 * @csspart form - The whole.
 * @csspart save-button - Saves.
 * @csspart cancel-button - Leaves everything as it was.
 */
export class BaRallyForm extends LitElement {
  static override styles = [tokens, controls, fieldStyles, formStyles];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** The rally that is corrected; without it, one is added. */
  @property({ attribute: false }) rally: Rally | undefined;

  /** Side that somebody said has won. */
  @property({ type: Number }) said: number | undefined;

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** Length of the video, seconds. */
  @property({ type: Number }) duration = 0;

  /** Frames a second. */
  @property({ type: Number }) fps = 30;

  /** A request is under way. */
  @property({ type: Boolean }) busy = false;

  @state() private start = 0;
  @state() private end = 0;
  /** Side that won; undefined leaves it to the machine. */
  @state() private winner: number | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("rally");
    const isSame = before?.start === this.rally?.start && before?.end === this.rally?.end;
    if (this.hasUpdated && (!changed.has("rally") || isSame)) return;
    const now = this.playhead?.seconds ?? 0;
    this.start = this.rally?.start ?? now;
    this.end = this.rally?.end ?? now;
    this.winner = this.said;
  }

  get #problem(): string | undefined {
    if (this.end <= this.start) return text.backwards;
    const rallies = this.events?.rallies ?? [];
    const own = this.rally ? rallies.indexOf(this.rally) : -1;
    const other = overlapped(rallies, [this.start, this.end], own);
    return other < 0 ? undefined : text.overlaps(other);
  }

  private save(event: Event): void {
    event.preventDefault();
    if (this.#problem !== undefined || this.busy) return;
    this.dispatchEvent(new RallySavedEvent({ is: [this.start, this.end], winner: this.winner }));
  }

  private chooseWinner({ currentTarget }: Event): void {
    const { value } = currentTarget as HTMLSelectElement;
    this.winner = value === "" ? undefined : Number(value);
  }

  private renderWinner(): TemplateResult | typeof nothing {
    const { events } = this;
    const sides = events?.sides ?? [];
    if (!events || sides.length < 2) return nothing;
    return html`<label class="choice-field">
      <span class="label">${text.winner}</span>
      <select .value=${live(this.winner === undefined ? "" : String(this.winner))} @change=${this.chooseWinner}>
        <option value="">${text.asMachine}</option>
        ${sides.map(
          (_, side) =>
            html`<option value=${side} ?selected=${side === this.winner}>
              ${ralliesEn.pair(looksOfSide(events, side, this.looks).map(({ name }) => name))}
            </option>`,
        )}
      </select>
    </label>`;
  }

  override render(): TemplateResult {
    const ports = { playhead: this.playhead, frame: 1 / this.fps, duration: this.duration };
    const problem = this.#problem;
    return html`<form part="form" aria-label=${text.edges} @submit=${this.save}>
      ${momentField(text.start, this.start, (seconds) => (this.start = seconds), ports)}
      ${momentField(text.end, this.end, (seconds) => (this.end = seconds), ports)} ${this.renderWinner()}
      <p class="problem" role="status" id="problem" ?hidden=${problem === undefined}>${problem}</p>
      <div class="acts">
        <button
          part="save-button"
          class="button primary small"
          type="submit"
          aria-describedby="problem"
          ?disabled=${problem !== undefined || this.busy}
        >
          ${text.save}
        </button>
        <button
          part="cancel-button"
          class="button small"
          type="button"
          @click=${() => this.dispatchEvent(new RallySavedEvent(undefined))}
        >
          ${text.cancel}
        </button>
      </div>
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-rally-form": BaRallyForm;
  }
}
