import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Events } from "../../../convex/contract/events.js";
import { STROKES, type Stroke } from "../../../convex/contract/strokes.js";
import type { Playhead } from "../../controllers/playhead.js";
import type { Floor } from "../../court/model.js";
import { HALF_LENGTH, HALF_WIDTH } from "../../court/model.js";
import { halfOf, toOwn, zoneOf } from "../../court/own.js";
import { chartsEn as text } from "../../i18n/en.charts.js";
import { chartTable } from "../../match/chart-parts.js";
import type { Look } from "../../match/looks.js";
import { mark } from "../../match/mark.js";
import { fromNearHalf, placementsOf, type Placement, type PlacementChoice } from "../../match/placements.js";
import { radioChoices } from "../../match/radio-choices.js";
import { chartStyles } from "../../styles/chart.styles.js";
import { choiceStyles } from "../../styles/choices.styles.js";
import { controls } from "../../styles/controls.styles.js";
import { fieldStyles } from "../../styles/fields.styles.js";
import { figureStyles } from "../../styles/figures.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { sectionStyles } from "../../styles/section.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styleProperties } from "../../utils/style-properties.js";
import { lines, surface } from "../court-plan/lines.js";
import { planView } from "../court-plan/plan-view.js";
import { arrow, DASHES } from "./arrows.js";
import { styles } from "./placement-map.styles.js";

/** Width from which the court lies, CSS pixels. */
const LYING = 460;
/** Ways that are listed in the table. */
const LISTED = 200;
/** Opacity of the lines when there are so many or more. */
const OPACITIES = [
  [300, 0.15],
  [80, 0.4],
  [0, 1],
] as const;

const EVERYBODY = "all";

/**
 * Where strokes went: the court from above, with an arrow for each from the hit to where the shuttle was met or came down.
 *
 * @summary The placement of strokes.
 * @tagname ba-placement-map
 *
 * @csspart title - The heading.
 * @csspart players - The choice of a player.
 * @csspart strokes - The choice of a stroke.
 * @csspart rallies - The choice of a rally.
 * @csspart plan - The drawing.
 * @csspart legend - What the signs mean.
 * @csspart note - What is shown, and what is not.
 * @csspart table - The same as a table, which opens.
 * @csspart moment-button - Goes to a hit.
 *
 * @cssproperty [--ba-court-floor=light-dark(#d5e3da, #20302a)] - Colour of the court.
 * @cssproperty [--ba-court-line=light-dark(#51665c, #b4c6bd)] - Colour of its lines.
 */
export class BaPlacementMap extends LitElement {
  static override styles = [
    tokens,
    controls,
    markStyles,
    choiceStyles,
    fieldStyles,
    sectionStyles,
    figureStyles,
    chartStyles,
    styles,
  ];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** Who is shown. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  @state() private player = EVERYBODY;
  @state() private stroke: Stroke | undefined;
  @state() private rally: number | undefined;
  @state() private width = 0;

  /** As wide as this element, and without a height that could change with the drawing. */
  @query(".ruler") private ruler!: HTMLElement;

  readonly #resizing = new ResizeObserver(([entry]) => {
    if (entry) this.width = entry.contentRect.width;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#resizing.observe(this.ruler);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizing.disconnect();
  }

  protected override firstUpdated(): void {
    this.#resizing.observe(this.ruler);
  }

  get #choice(): PlacementChoice {
    const look = this.looks.find(({ id }) => String(id) === this.player);
    return {
      ...(look ? { player: look.id } : {}),
      ...(this.stroke ? { stroke: this.stroke } : {}),
      // A correction may have taken the chosen one away.
      ...(this.rally === undefined || !this.events?.rallies[this.rally] ? {} : { rally: this.rally }),
    };
  }

  private chooseStroke({ currentTarget }: Event): void {
    const { value } = currentTarget as HTMLSelectElement;
    this.stroke = STROKES.find((stroke) => stroke === value);
  }

  private chooseRally({ currentTarget }: Event): void {
    const { value } = currentTarget as HTMLSelectElement;
    this.rally = value === "" ? undefined : Number(value);
  }

  private renderPlayers(): TemplateResult {
    const names = Object.fromEntries(this.looks.map(({ id, name }) => [String(id), name]));
    return html`<fieldset class="choices" part="players">
      ${radioChoices(
        "player",
        text.map.players,
        [EVERYBODY, ...this.looks.map(({ id }) => String(id))],
        { [EVERYBODY]: text.everybody, ...names },
        this.player,
        (player) => (this.player = player),
      )}
    </fieldset>`;
  }

  private renderLists({ hits, rallies }: Events, { rally }: PlacementChoice): TemplateResult {
    const played = STROKES.filter((stroke) => hits.some((hit) => hit.stroke === stroke));
    return html`
      <label class="field">
        ${text.map.stroke}
        <select part="strokes" @change=${this.chooseStroke}>
          <option value="" ?selected=${this.stroke === undefined}>${text.map.everyStroke}</option>
          ${played.map(
            (stroke) =>
              html`<option value=${stroke} ?selected=${stroke === this.stroke}>${text.strokeName(stroke)}</option>`,
          )}
        </select>
      </label>
      <label class="field">
        ${text.map.rally}
        <select part="rallies" @change=${this.chooseRally}>
          <option value="" ?selected=${rally === undefined}>${text.map.everyRally}</option>
          ${rallies.map(
            ({ start }, index) =>
              html`<option value=${index} ?selected=${index === rally}>
                ${text.map.rallyNumber(index + 1, start)}
              </option>`,
          )}
        </select>
      </label>
    `;
  }

  private renderPlan(placements: readonly Placement[]): TemplateResult {
    const view = planView(this.width, this.width < LYING ? "portrait" : "landscape");
    const opacity = OPACITIES.find(([more]) => placements.length >= more)?.[1] ?? 1;
    return html`<div class="plan" part="plan">
      <svg
        class="court"
        viewBox="0 0 ${view.width} ${view.height}"
        role="img"
        aria-label=${text.map.label}
        style=${styleProperties({ "--_opacity": String(opacity) })}
      >
        ${surface(view)} ${lines(view)} ${placements.map((placement) => arrow(view, placement))}
      </svg>
    </div>`;
  }

  private renderLegend(): TemplateResult {
    return html`<ul class="legend" part="legend">
      ${this.looks.map(
        (look) =>
          html`<li class="p${look.id}">
            ${mark(look)}
            <svg class="sample" viewBox="0 0 36 16" aria-hidden="true">
              <line x1="1" y1="8" x2="35" y2="8" stroke-dasharray=${DASHES[look.id] ?? ""} />
            </svg>
            <span>${look.name}</span>
          </li>`,
      )}
      ${[false, true].map(
        (landed) =>
          html`<li>
            <svg class="sample" viewBox="0 0 36 16" aria-hidden="true">
              <path d="M2 8h20" />
              <path class="solid" d="M28 8l-9 4.5v-9z" />
              ${landed ? svg`<circle cx="28" cy="8" r="6.5" />` : nothing}
            </svg>
            <span>${landed ? text.map.landed : text.map.met}</span>
          </li>`,
      )}
    </ul>`;
  }

  private renderTable(placements: readonly Placement[]): TemplateResult {
    const names = new Map(this.looks.map(({ id, name }) => [id, name]));
    return chartTable(
      "table",
      text.table,
      text.map.title,
      [text.map.time, text.player, text.stroke, text.map.from, text.map.to],
      placements
        .slice(0, LISTED)
        .map(({ time, hitter = 0, stroke, from, to, landed }) => [
          html`<button
            part="moment-button"
            class="moment"
            type="button"
            @click=${() => this.playhead?.seek(time, { reveal: true })}
          >
            ${text.goTo(time)}
          </button>`,
          names.get(hitter) ?? text.nobody,
          text.strokeName(stroke),
          placeInWords(from),
          `${placeInWords(to)}, ${landed ? text.map.landed : text.map.met}`,
        ]),
    );
  }

  private renderMap(events: Events): TemplateResult {
    const choice = this.#choice;
    const { placements, unknown } = placementsOf(events, choice);
    const turned = choice.player !== undefined;
    const shown = turned ? placements.map(fromNearHalf) : placements;
    const notes = [
      shown.length > 0 ? text.map.shown(shown.length) : text.map.none,
      ...(unknown > 0 ? [text.map.unknown(unknown)] : []),
      ...(turned && shown.length > 0 ? [text.map.turned] : []),
      ...(shown.length > LISTED ? [text.map.first(LISTED)] : []),
    ];
    return html`
      <div class="choose">${this.renderPlayers()} ${this.renderLists(events, choice)}</div>
      ${this.renderPlan(shown)} ${this.renderLegend()}
      <p class="hint" part="note" role="status">${notes.join(" ")}</p>
      ${shown.length > 0 ? this.renderTable(shown) : nothing}
    `;
  }

  override render(): TemplateResult {
    const { events } = this;
    const known = events && placementsOf(events, {}).placements.length > 0;
    return html`<section aria-labelledby="title">
      <div class="ruler"></div>
      <header><h3 id="title" part="title">${text.map.title}</h3></header>
      ${known ? this.renderMap(events) : html`<p class="hint" part="note">${text.map.noCourt}</p>`}
    </section>`;
  }
}

/** Such as "far half, rear left"; left and right are those of who plays there. */
function placeInWords(floor: Floor): string {
  const own = toOwn(floor);
  const half = halfOf(floor);
  if (Math.abs(own[0]) > HALF_WIDTH || own[1] > HALF_LENGTH) return text.map.outside(half);
  const { row, column } = zoneOf(own);
  return text.map.place(half, row, column);
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-placement-map": BaPlacementMap;
  }
}
