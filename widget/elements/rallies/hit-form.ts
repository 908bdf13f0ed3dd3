import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Hit } from "../../../convex/contract/events.js";
import { STROKES, type Stroke } from "../../../convex/contract/strokes.js";
import type { Playhead } from "../../controllers/playhead.js";
import { ralliesEn } from "../../i18n/en.rallies.js";
import { strokesEn } from "../../i18n/en.strokes.js";
import type { HitChange } from "../../match/corrections.js";
import type { Look } from "../../match/looks.js";
import { controls } from "../../styles/controls.styles.js";
import { fieldStyles } from "../../styles/fields.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { formStyles } from "./form.styles.js";
import { momentField } from "./moment-field.js";

const text = ralliesEn.correct;

/** What a form holds when it is saved; undefined when it was closed without. */
export class HitSavedEvent extends Event {
  readonly change: HitChange | undefined;

  constructor(change: HitChange | undefined) {
    super("hit-saved");
    this.change = change;
  }
}

/**
 * Sets a hit's moment, who hit, and the stroke. What is not touched stays the machine's to say.
 *
 * @summary The form for a hit.
 * @tagname ba-hit-form
 *
 * @csspart form - The whole.
 * @csspart save-button - Saves.
 * @csspart cancel-button - Leaves everything as it was.
 */
export class BaHitForm extends LitElement {
  static override styles = [tokens, controls, fieldStyles, formStyles];

  /** The hit that is corrected; without it, one is added. */
  @property({ attribute: false }) hit: Hit | undefined;

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

  @state() private at = 0;
  @state() private hitter: number | undefined;
  @state() private stroke: Stroke | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("hit");
    const isSame = before?.time === this.hit?.time && before?.hitter === this.hit?.hitter;
    if (this.hasUpdated && (!changed.has("hit") || (isSame && before?.stroke === this.hit?.stroke))) return;
    this.at = this.hit?.time ?? this.playhead?.seconds ?? 0;
    this.hitter = this.hit?.hitter;
    this.stroke = this.hit?.stroke;
  }

  private save(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    const { hit, at, hitter, stroke } = this;
    this.dispatchEvent(
      new HitSavedEvent({
        ...(at === hit?.time ? {} : { at }),
        ...(hitter === hit?.hitter || hitter === undefined ? {} : { hitter }),
        ...(stroke === hit?.stroke || stroke === undefined ? {} : { stroke }),
      }),
    );
  }

  private renderChoice(label: string, value: string, options: TemplateResult[], choose: (value: string) => void) {
    return html`<label class="choice-field">
      <span class="label">${label}</span>
      <select
        .value=${live(value)}
        @change=${({ currentTarget }: Event) => choose((currentTarget as HTMLSelectElement).value)}
      >
        <option value="" ?hidden=${value !== ""}>${text.asMachine}</option>
        ${options}
      </select>
    </label>`;
  }

  override render(): TemplateResult {
    const ports = { playhead: this.playhead, frame: 1 / this.fps, duration: this.duration };
    return html`<form part="form" aria-label=${this.hit ? text.edit : text.addHit} @submit=${this.save}>
      ${momentField(text.moment, this.at, (seconds) => (this.at = seconds), ports)}
      ${this.renderChoice(
        text.hitter,
        this.hitter === undefined ? "" : String(this.hitter),
        this.looks.map(({ id, name }) => html`<option value=${id} ?selected=${id === this.hitter}>${name}</option>`),
        (value) => (this.hitter = value === "" ? undefined : Number(value)),
      )}
      ${this.renderChoice(
        text.stroke,
        this.stroke ?? "",
        STROKES.map(
          (stroke) =>
            html`<option value=${stroke} ?selected=${stroke === this.stroke}>${strokesEn.names[stroke]}</option>`,
        ),
        (value) => (this.stroke = STROKES.find((stroke) => stroke === value)),
      )}
      <div class="acts">
        <button part="save-button" class="button primary small" type="submit" ?disabled=${this.busy}>
          ${this.hit ? text.save : text.addHitAt(this.at)}
        </button>
        <button
          part="cancel-button"
          class="button small"
          type="button"
          @click=${() => this.dispatchEvent(new HitSavedEvent(undefined))}
        >
          ${text.cancel}
        </button>
      </div>
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-hit-form": BaHitForm;
  }
}
