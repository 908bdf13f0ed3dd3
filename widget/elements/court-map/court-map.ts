import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Player } from "../../../convex/contract/results.js";
import type { MotionData } from "../../client/motion.js";
import { FollowPlayhead } from "../../controllers/follow-playhead.js";
import type { Playhead } from "../../controllers/playhead.js";
import type { Floor } from "../../court/model.js";
import { momentsAt, type Moment } from "../../court/moments.js";
import { fromOwn, ZONES } from "../../court/own.js";
import { matchEn as text } from "../../i18n/en.match.js";
import type { Units } from "../../i18n/units.js";
import { figuresOnHalves } from "../../match/density.js";
import type { Look } from "../../match/looks.js";
import { ARROW, HOUSE, MARK_RADIUS, mark, markShape } from "../../match/mark.js";
import { radioChoices } from "../../match/radio-choices.js";
import { choiceStyles } from "../../styles/choices.styles.js";
import { controls } from "../../styles/controls.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { PLAN_MODES, type BaCourtPlan, type HalfFigures, type PlanMode } from "../court-plan/court-plan.js";
import { densest } from "../court-plan/heat.js";
import type { PlaceRequestEvent } from "../court-plan/place-request-event.js";
import type { Orientation } from "../court-plan/plan-view.js";
import { shuttleShape } from "../court-plan/shuttle-shape.js";
import { styles } from "./court-map.styles.js";

/**
 * The court seen from above: where everybody is in the frame that is shown, where they were most, and when somebody was at a
 * place that the visitor clicks.
 *
 * @summary The bird's-eye court.
 * @tagname ba-court-map
 *
 * @csspart modes - The choice of what is shown.
 * @csspart players - The choice of players.
 * @csspart plan - The drawing.
 * @csspart legend - What the signs mean.
 * @csspart describe-button - Says in words where everybody is.
 * @csspart description - The words.
 */
export class BaCourtMap extends LitElement {
  static override styles = [tokens, controls, markStyles, choiceStyles, styles];

  /** The players with what was measured of them. */
  @property({ attribute: false }) players: readonly Player[] = [];

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** Everybody's way through the video, once it is there. */
  @property({ attribute: false }) motion: MotionData | undefined;

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** The shuttle was followed. */
  @property({ type: Boolean }) shuttle = false;

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** `portrait`: the near end at the bottom, as in the picture. `landscape`: turned clockwise by a quarter. */
  @property() orientation: Orientation = "portrait";

  @state() private mode: PlanMode = "positions";
  /** Identities, the last chosen last; undefined until the visitor chooses. */
  @state() private chosen: readonly number[] | undefined;
  @state() private place: Floor | undefined;
  @state() private description: readonly string[] | undefined;
  /** A frame is shown, so that there are places to tell. */
  @state() private showing = false;

  @query("ba-court-plan") private plan!: BaCourtPlan;

  #moments: readonly Moment[] = [];
  /** Whose figures were rendered on which half. */
  #halves = "";

  constructor() {
    super();
    this.addController(new FollowPlayhead(this, () => this.#heed()));
  }

  /** A frame is shown. Only now and then does that change what is rendered here. */
  #heed(): void {
    this.showing = this.playhead?.seconds !== undefined;
    if (this.mode === "positions") return;
    const halves = halvesOf(this.#figures());
    if (halves !== this.#halves) this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this> & Map<"place" | "chosen", unknown>): void {
    if (changed.has("place") || changed.has("motion") || changed.has("chosen") || changed.has("players")) {
      this.#moments = this.place && this.motion ? momentsAt(this.motion, this.place, this.#chosen) : [];
    }
  }

  get #chosen(): readonly number[] {
    return this.chosen ?? this.players.map(({ id }) => id).reverse();
  }

  #figures(): HalfFigures[] {
    const seconds = this.playhead?.seconds ?? 0;
    return figuresOnHalves(this.players, this.motion, this.#chosen, seconds).flatMap(({ id, half, metrics }) => {
      const look = this.looks.find((candidate) => candidate.id === id);
      return look ? [{ half, look, heatmap: metrics.heatmap, zones: metrics.zones, base: metrics.base }] : [];
    });
  }

  private choose(id: number): void {
    const others = this.#chosen.filter((other) => other !== id);
    const shown = this.mode === "positions" ? this.#chosen : this.#figures().map(({ look }) => look.id);
    this.chosen = shown.includes(id) ? others : [...others, id];
    this.requestUpdate();
  }

  private chooseMode(mode: PlanMode): void {
    this.mode = mode;
    this.description = undefined;
  }

  private handlePlace({ floor }: PlaceRequestEvent): void {
    this.place = floor;
  }

  private describe(): void {
    const { places = [], shuttle } = this.plan.places ?? {};
    const said = this.looks.flatMap(({ id, name }) => {
      const place = places.find((candidate) => candidate.id === id);
      return place ? [text.map.player(name, place.floor, place.state, this.units)] : [];
    });
    if (shuttle) said.push(text.map.shuttle(shuttle.floor, shuttle.height, this.units));
    this.description = said.length > 0 ? said : [this.showing ? text.map.nobody : text.map.waiting];
  }

  private renderModes(): TemplateResult {
    return html`<fieldset class="choices" part="modes">
      ${radioChoices("mode", text.map.mode, PLAN_MODES, text.map.modes, this.mode, (mode) => this.chooseMode(mode))}
    </fieldset>`;
  }

  private renderPlayers(shown: readonly number[]): TemplateResult {
    return html`<fieldset class="choices" part="players">
      <legend class="visually-hidden">${text.map.players}</legend>
      ${this.looks.map(
        (look) =>
          html`<label class="choice">
            <input type="checkbox" .checked=${live(shown.includes(look.id))} @change=${() => this.choose(look.id)} />
            ${mark(look)} ${look.name}
          </label>`,
      )}
    </fieldset>`;
  }

  private renderLegend(figures: readonly HalfFigures[]): TemplateResult {
    const { legend, heat } = text.map;
    switch (this.mode) {
      case "positions":
        return html`<p class="legend" part="legend">
          ${(["seen", "bridged", "airborne"] as const).map(
            (state) =>
              html`<span class="key ${state}">
                <svg class="mark" viewBox="-18 -18 36 36" aria-hidden="true">
                  ${markShape({ id: 1, name: "", sign: "" }, 11)}
                </svg>
                ${legend[state]}
              </span>`,
          )}
          <span class="key">
            <svg class="mark" viewBox="-14 -14 28 28" aria-hidden="true">
              <path class="arrow" d=${ARROW} />
              ${markShape({ id: 1, name: "", sign: "" }, MARK_RADIUS)}
            </svg>
            ${legend.beyond}
          </span>
          ${this.shuttle ? this.renderShuttleKey() : nothing}
        </p>`;
      case "heatmap":
        return html`<p class="legend" part="legend">
            ${heat.least} <span class="scale"></span> ${heat.most}
            <span class="key">
              <svg class="mark house" viewBox="-12 -12 24 24" aria-hidden="true"><path d=${HOUSE} /></svg>
              ${legend.base}
            </span>
          </p>
          ${figures.map(({ half, look, heatmap }) => {
            const place = densest(heatmap);
            return place
              ? html`<p class="note">${text.map.densest(look.name, fromOwn(place, half), this.units)}</p>`
              : nothing;
          })}`;
      case "zones":
        return html`${figures.map((each) => this.renderZoneTable(each))}`;
    }
  }

  private renderShuttleKey(): TemplateResult {
    return html`<span class="key">
      <svg class="mark" viewBox="-11 -11 22 22" aria-hidden="true">${shuttleShape(9)}</svg>
      ${text.map.legend.shuttle}
    </span>`;
  }

  private renderZoneTable({ look, zones }: HalfFigures): TemplateResult {
    return html`<table class="visually-hidden">
      <caption>
        ${text.map.zones(look.name)}
      </caption>
      <tbody>
        ${ZONES.map(
          ({ row, column }, index) =>
            html`<tr>
              <th scope="row">${text.map.zone(row, column)}</th>
              <td>${text.map.percent(zones[index] ?? 0)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  override render(): TemplateResult {
    const figures = this.mode === "positions" ? [] : this.#figures();
    this.#halves = halvesOf(figures);
    const shown = this.mode === "positions" ? this.#chosen : figures.map(({ look }) => look.id);
    return html`
      <div class="panel" role="group" aria-label=${text.map.title}>
        ${this.renderModes()}
        <ba-court-plan
          part="plan"
          .looks=${this.looks.filter(({ id }) => shown.includes(id))}
          .mode=${this.mode}
          .figures=${figures}
          .place=${this.place}
          .playhead=${this.playhead}
          .units=${this.units}
          .orientation=${this.orientation}
          @place-request=${this.handlePlace}
        ></ba-court-plan>
        ${this.renderPlayers(shown)} ${this.renderLegend(figures)}
        ${
          this.mode === "positions"
            ? html`<button part="describe-button" class="button quiet describe" type="button" @click=${this.describe}>
                  ${text.map.describe}
                </button>
                <div class="description" part="description" role="status">
                  ${this.description?.map((line) => html`<p>${line}</p>`)}
                </div>`
            : nothing
        }
        ${
          this.place
            ? html`<ba-moments
                .place=${this.place}
                .moments=${this.#moments}
                .looks=${this.looks}
                .playhead=${this.playhead}
                .units=${this.units}
                @place-request=${this.handlePlace}
              ></ba-moments>`
            : html`<p class="hint">${this.showing || this.mode !== "positions" ? text.map.hint : text.map.waiting}</p>`
        }
      </div>
    `;
  }
}

const halvesOf = (figures: readonly HalfFigures[]) => figures.map(({ half, look }) => `${look.id} ${half}`).join();

declare global {
  interface HTMLElementTagNameMap {
    "ba-court-map": BaCourtMap;
  }
}
