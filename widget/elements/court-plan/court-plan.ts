import { html, LitElement, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { FollowPlayhead } from "../../controllers/follow-playhead.js";
import type { Playhead } from "../../controllers/playhead.js";
import type { Floor } from "../../court/model.js";
import { fromOwn, type Half } from "../../court/own.js";
import { placesAt, type Places, type TrailPlace } from "../../court/places.js";
import { matchEn as text } from "../../i18n/en.match.js";
import type { Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import { ARROW, ARROW_LENGTH, HOUSE, MARK_RADIUS, markShape } from "../../match/mark.js";
import { controls } from "../../styles/controls.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./court-plan.styles.js";
import { paintHeat } from "./heat.js";
import { lines, surface, target, zones } from "./lines.js";
import { PlaceRequestEvent } from "./place-request-event.js";
import { planView, toFloor, toPlan, toPlanInside, withinPlan, type Orientation, type PlanView } from "./plan-view.js";
import { heightRadius, SHUTTLE_INSET, shuttleShape } from "./shuttle-shape.js";
import { trail, trailPaths } from "./trail-paths.js";

/** What an arrow key moves the cross by, metres; with Shift. */
const STEP = 0.25;
const LONG_STEP = 1;

export const PLAN_MODES = ["positions", "heatmap", "zones"] as const;
export type PlanMode = (typeof PLAN_MODES)[number];

/** What is shown of the player of a half, in the modes that show figures. */
export interface HalfFigures {
  readonly half: Half;
  readonly look: Look;
  readonly heatmap: readonly number[];
  readonly zones: readonly number[];
  /** Own frame, metres. */
  readonly base: Floor | undefined;
}

/**
 * The court seen from above, to scale. In the mode `positions` it follows the frame that the player shows, with the shuttle where its place in
 * space is known: the wider the ring around it, the higher it is.
 *
 * @summary The drawing of the court.
 * @tagname ba-court-plan
 *
 * @csspart plan - The drawing.
 *
 * @cssproperty [--ba-court-floor=light-dark(#d5e3da, #20302a)] - Colour of the court.
 * @cssproperty [--ba-court-line=light-dark(#51665c, #b4c6bd)] - Colour of its lines.
 * @cssproperty [--ba-heat-1=light-dark(#f9e721, #482173)] - Heatmap: least.
 * @cssproperty [--ba-heat-2=light-dark(#67cc5c, #38588c)] - Heatmap: little.
 * @cssproperty [--ba-heat-3=light-dark(#218f8b, #218f8b)] - Heatmap: middling.
 * @cssproperty [--ba-heat-4=light-dark(#38588c, #67cc5c)] - Heatmap: much.
 * @cssproperty [--ba-heat-5=light-dark(#440154, #f9e721)] - Heatmap: most.
 */
export class BaCourtPlan extends LitElement {
  static override styles = [tokens, controls, markStyles, styles];

  /** Who is shown. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** `positions`, `heatmap` or `zones`. */
  @property() mode: PlanMode = "positions";

  /** What the modes `heatmap` and `zones` show, at most one player for each half. */
  @property({ attribute: false }) figures: readonly HalfFigures[] = [];

  /** The place that was asked about. */
  @property({ attribute: false }) place: Floor | undefined;

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** `portrait`: the near end at the bottom, as in the picture. `landscape`: turned clockwise by a quarter. */
  @property({ reflect: true }) orientation: Orientation = "portrait";

  @state() private width = 0;
  @state() private cursor: Floor | undefined;

  @query("canvas") private canvas!: HTMLCanvasElement;
  @query(".probe") private probe!: HTMLElement;

  #view: PlanView = planView(0, "portrait");
  #places: Places | undefined;
  readonly #resizing = new ResizeObserver(([entry]) => {
    if (entry) this.width = entry.contentRect.width;
  });

  /** Where everybody is in the frame that is shown; undefined while none is, or its data is not there. */
  get places(): Places | undefined {
    return this.#places;
  }

  constructor() {
    super();
    this.addController(new FollowPlayhead(this, () => this.#move()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizing.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizing.disconnect();
  }

  protected override willUpdate(): void {
    this.#view = planView(this.width, this.orientation);
  }

  protected override updated(): void {
    this.#move();
    this.#paintHeat();
  }

  /** Moves what belongs to the frame; nothing is rendered anew. */
  #move(): void {
    const { seconds, source } = this.playhead ?? {};
    this.#places = seconds === undefined || !source ? undefined : placesAt(source, seconds);
    if (!this.hasUpdated || this.mode !== "positions") return;
    for (const { id } of this.looks) {
      this.#moveDot(id);
      this.#drawTrail(String(id), this.#places?.trails.find((trail) => trail.id === id)?.lines ?? []);
    }
    this.#moveShuttle();
  }

  #moveDot(id: number): void {
    const dot = this.renderRoot.querySelector<SVGGElement>(`#dot-${id}`);
    const place = this.#places?.places.find((candidate) => candidate.id === id);
    if (!dot) return;
    dot.toggleAttribute("hidden", !place);
    if (!place) return;
    const { at, beyond } = toPlanInside(this.#view, place.floor, ARROW_LENGTH);
    dot.setAttribute("transform", `translate(${at[0].toFixed(2)} ${at[1].toFixed(2)})`);
    dot.dataset.state = place.state;
    dot.toggleAttribute("data-beyond", beyond !== undefined);
    dot.querySelector(".arrow")?.setAttribute("transform", `rotate(${(beyond ?? 0).toFixed(1)})`);
  }

  #moveShuttle(): void {
    const { shuttle, shuttleTrail = [] } = this.#places ?? {};
    this.#drawTrail("shuttle", shuttleTrail);
    const sign = this.renderRoot.querySelector<SVGGElement>("#shuttle");
    sign?.toggleAttribute("hidden", !shuttle);
    if (!sign || !shuttle) return;
    const [x, y] = toPlanInside(this.#view, shuttle.floor, SHUTTLE_INSET).at;
    sign.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
    sign.toggleAttribute("data-bridged", shuttle.bridged);
    sign.querySelector(".shuttle-height")?.setAttribute("r", heightRadius(shuttle.height).toFixed(2));
  }

  #drawTrail(name: string, lines: readonly (readonly TrailPlace[])[]): void {
    const { seen, bridged } = trailPaths(lines, (floor) => toPlan(this.#view, floor));
    for (const [fade, path] of [...seen, bridged].entries()) {
      this.renderRoot.querySelector(`#trail-${name}-${fade}`)?.setAttribute("d", path);
    }
  }

  #paintHeat(): void {
    if (this.mode !== "heatmap" || this.width === 0) return;
    const look = getComputedStyle(this.probe);
    const colors = [look.borderTopColor, look.borderRightColor, look.borderBottomColor, look.borderLeftColor];
    paintHeat(this.canvas, this.#view, this.figures, [...colors, look.backgroundColor]);
  }

  private request(floor: Floor | undefined): void {
    this.dispatchEvent(new PlaceRequestEvent(floor));
  }

  private handleClick(event: MouseEvent): void {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    this.cursor = undefined;
    this.request(toFloor(this.#view, event.clientX - left, event.clientY - top));
  }

  private handleKey(event: KeyboardEvent): void {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey) return;
    const step = this.#stepOf(key, shiftKey ? LONG_STEP : STEP);
    const [x, y] = this.cursor ?? this.place ?? [0, 0];
    if (step) this.cursor = withinPlan([x + step[0], y + step[1]]);
    else if (key === "Enter" || key === " ") this.request(this.cursor ?? this.place);
    else if (key === "Escape" && (this.cursor ?? this.place)) {
      this.cursor = undefined;
      this.request(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The floor's metres in the direction that an arrow points to on the drawing. */
  #stepOf(key: string, length: number): Floor | undefined {
    const steps: Partial<Record<string, Floor>> = {
      ArrowLeft: [-length, 0],
      ArrowRight: [length, 0],
      ArrowUp: [0, length],
      ArrowDown: [0, -length],
    };
    const step = steps[key];
    return step && this.orientation === "landscape" ? [-step[1], step[0]] : step;
  }

  private renderPlayer(look: Look): SVGTemplateResult {
    return svg`
      ${trail(String(look.id), `p${look.id}`)}
      <g id="dot-${look.id}" class="dot p${look.id}" hidden>
        <path class="arrow" d=${ARROW} />${markShape(look, MARK_RADIUS)}
      </g>
    `;
  }

  private renderBase({ half, look, base }: HalfFigures): SVGTemplateResult | typeof nothing {
    if (!base) return nothing;
    const [x, y] = toPlan(this.#view, fromOwn(base, half));
    return svg`<g transform="translate(${x} ${y})">
      <path class="base-back" d=${HOUSE} /><path class="base" d=${HOUSE} />
      <text class="base-sign" y="18">${look.sign}</text>
    </g>`;
  }

  private renderMode(): unknown {
    switch (this.mode) {
      case "positions":
        return svg`${this.looks.map((look) => this.renderPlayer(look))} ${trail("shuttle", "shuttle")}
          <g id="shuttle" hidden>${shuttleShape(heightRadius(0))}</g>`;
      case "zones":
        return this.figures.map(({ half, zones: shares }) => zones(this.#view, half, shares, text.map.percent));
      case "heatmap":
        return this.figures.map((figures) => this.renderBase(figures));
    }
  }

  private renderCursor(floor: Floor): SVGTemplateResult {
    const [x, y] = toPlan(this.#view, floor);
    return svg`<path class="cursor" d="M${x - 12} ${y}h24M${x} ${y - 12}v24" />`;
  }

  override render(): TemplateResult {
    const view = this.#view;
    const box = `0 0 ${view.width} ${view.height}`;
    return html`
      <div
        class="plan"
        part="plan"
        role="application"
        tabindex="0"
        aria-label=${text.map.label}
        aria-describedby="keys"
        @click=${this.handleClick}
        @keydown=${this.handleKey}
      >
        <svg viewBox=${box} aria-hidden="true">${surface(view)}</svg>
        <canvas ?hidden=${this.mode !== "heatmap"} aria-hidden="true"></canvas>
        <svg viewBox=${box} aria-hidden="true">
          ${lines(view)} ${this.place ? target(view, this.place) : nothing} ${this.renderMode()}
          ${this.cursor ? this.renderCursor(this.cursor) : nothing}
        </svg>
      </div>
      <span id="keys" class="visually-hidden">${text.map.keys}</span>
      <span class="visually-hidden" role="status">
        ${this.cursor ? text.map.cursor(this.cursor, this.units) : nothing}
      </span>
      <div class="probe" @transitionend=${() => this.requestUpdate()}></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-court-plan": BaCourtPlan;
  }
}
