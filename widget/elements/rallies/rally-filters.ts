import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { RallyEnding, type Events } from "../../../convex/contract/events.js";
import { STROKES } from "../../../convex/contract/strokes.js";
import { ralliesEn as text } from "../../i18n/en.rallies.js";
import { strokesEn } from "../../i18n/en.strokes.js";
import type { Look } from "../../match/looks.js";
import {
  LENGTHS,
  ORDERS,
  isEdited,
  ralliesOf,
  type Length,
  type Order,
  type RallyChoice,
} from "../../match/rally-choice.js";
import { looksOfSide } from "../../match/sides.js";
import { choiceStyles } from "../../styles/choices.styles.js";
import { controls } from "../../styles/controls.styles.js";
import { fieldStyles } from "../../styles/fields.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./rally-filters.styles.js";

/** The visitor wants to see other rallies, or in another order. */
export class RallyChoiceEvent extends Event {
  readonly choice: RallyChoice;
  readonly order: Order;

  constructor(choice: RallyChoice, order: Order) {
    super("rally-choice");
    this.choice = choice;
    this.order = order;
  }
}

type Option = readonly [value: string, label: string];

/**
 * Says which rallies are listed, and in which order. Only what there is to choose from is offered.
 *
 * @summary The choice of rallies.
 * @tagname ba-rally-filters
 */
export class BaRallyFilters extends LitElement {
  static override styles = [tokens, controls, fieldStyles, choiceStyles, styles];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** Which rallies are listed. */
  @property({ attribute: false }) choice: RallyChoice = {};

  /** What they are sorted by. */
  @property() order: Order = "time";

  private choose(change: RallyChoice): void {
    this.dispatchEvent(new RallyChoiceEvent({ ...this.choice, ...change }, this.order));
  }

  /** A choice of which the first option is anything; none where there is only one thing to choose. */
  private renderSelect(label: string, value: string, options: Option[], choose: (value: string) => void) {
    if (options.length < 2 && value === "") return nothing;
    return html`<label class="field">
      <span>${label}</span>
      <select
        .value=${live(value)}
        @change=${({ currentTarget }: Event) => choose((currentTarget as HTMLSelectElement).value)}
      >
        <option value="">${text.any}</option>
        ${options.map(([each, name]) => html`<option value=${each} ?selected=${each === value}>${name}</option>`)}
      </select>
    </label>`;
  }

  private renderWinner({ sides, rallies }: Events): unknown {
    const events = { sides };
    const winners = sides.map((_, side): Option => {
      return [String(side), text.pair(looksOfSide(events, side, this.looks).map(({ name }) => name))];
    });
    const unknown: Option[] = rallies.some(({ winner }) => winner === undefined)
      ? [["unknown", text.unknownWinner]]
      : [];
    const { winner } = this.choice;
    return this.renderSelect(
      text.winner,
      winner === undefined ? "" : String(winner),
      [...winners, ...unknown],
      (value) => this.choose({ winner: value === "" ? undefined : value === "unknown" ? value : Number(value) }),
    );
  }

  private renderCheck(label: string, checked: boolean, choose: (checked: boolean) => void): TemplateResult {
    return html`<label class="choice">
      <input
        type="checkbox"
        .checked=${live(checked)}
        @change=${({ currentTarget }: Event) => choose((currentTarget as HTMLInputElement).checked)}
      />
      ${label}
    </label>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { events, choice } = this;
    if (!events) return nothing;
    const played = new Set(events.hits.map(({ stroke }) => stroke));
    const ended = new Set(events.rallies.map(({ ending }) => ending));
    const served = new Set(events.rallies.map(({ server }) => server));
    return html`<fieldset>
      <legend class="visually-hidden">${text.filters}</legend>
      ${this.renderWinner(events)}
      ${this.renderSelect(
        text.server,
        String(choice.server ?? ""),
        this.looks.filter(({ id }) => served.has(id)).map(({ id, name }) => [String(id), name]),
        (value) => this.choose({ server: value === "" ? undefined : Number(value) }),
      )}
      ${this.renderSelect(
        text.length,
        choice.length ?? "",
        (Object.keys(LENGTHS) as Length[]).map((length) => [length, text.lengths[length]]),
        (value) => this.choose({ length: (Object.keys(LENGTHS) as Length[]).find((length) => length === value) }),
      )}
      ${this.renderSelect(
        text.stroke,
        choice.stroke ?? "",
        STROKES.filter((stroke) => stroke !== "unknown" && played.has(stroke)).map((stroke) => [
          stroke,
          strokesEn.names[stroke],
        ]),
        (value) => this.choose({ stroke: STROKES.find((stroke) => stroke === value) }),
      )}
      ${this.renderSelect(
        text.ending,
        choice.ending ?? "",
        RallyEnding.options.filter((ending) => ended.has(ending)).map((ending) => [ending, text.endings[ending]]),
        (value) => this.choose({ ending: RallyEnding.options.find((ending) => ending === value) }),
      )}
      ${
        events.highlights.length > 0
          ? this.renderCheck(text.onlyHighlights, choice.highlights ?? false, (highlights) =>
              this.choose({ highlights }),
            )
          : nothing
      }
      ${
        choice.edited || ralliesOf(events).some(isEdited)
          ? this.renderCheck(text.onlyEdited, choice.edited ?? false, (edited) => this.choose({ edited }))
          : nothing
      }
      <label class="field">
        <span>${text.order}</span>
        <select
          .value=${live(this.order)}
          @change=${({ currentTarget }: Event) => {
            const { value } = currentTarget as HTMLSelectElement;
            const order = ORDERS.find((each) => each === value) ?? this.order;
            this.dispatchEvent(new RallyChoiceEvent(choice, order));
          }}
        >
          ${ORDERS.map(
            (order) => html`<option value=${order} ?selected=${order === this.order}>${text.orders[order]}</option>`,
          )}
        </select>
      </label>
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-rally-filters": BaRallyFilters;
  }
}
