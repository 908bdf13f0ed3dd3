import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { MOTION_STEP } from "../../../convex/contract/segment.js";
import type { MotionData, MotionPathData } from "../../client/motion.js";
import { FollowPlayhead } from "../../controllers/follow-playhead.js";
import type { Playhead } from "../../controllers/playhead.js";
import { speedEn as text } from "../../i18n/en.speed.js";
import type { Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import { mark } from "../../match/mark.js";
import { radioChoices } from "../../match/radio-choices.js";
import { speedAt, speedTable } from "../../match/speed-series.js";
import { chartStyles } from "../../styles/chart.styles.js";
import { choiceStyles } from "../../styles/choices.styles.js";
import { controls } from "../../styles/controls.styles.js";
import { figureStyles } from "../../styles/figures.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { sectionStyles } from "../../styles/section.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { DASHES, SpeedPlot } from "./plot.js";
import { styles } from "./speed-chart.styles.js";
import { tableOfSpeeds } from "./table.js";

const RANGES = ["whole", "minute"] as const;
type Range = (typeof RANGES)[number];
const MINUTE = 60;
/** Videos that are longer than this, in seconds, can be looked at by the minute. */
const LONG = 90;

/** What an arrow key and a page key move by, seconds. */
const STEP = 1;
const LONG_STEP = 10;

/**
 * How fast each player was over time. A line shows where the video is; clicking, dragging and the arrow keys move it.
 *
 * @summary Speed over time.
 * @tagname ba-speed-chart
 *
 * @csspart title - The heading.
 * @csspart ranges - The choice of the time that is shown.
 * @csspart plot - The drawing.
 * @csspart cursor - The line where the video is.
 * @csspart legend - The players with their lines, and their speeds at that moment.
 * @csspart table - The same as a table, which opens.
 */
export class BaSpeedChart extends LitElement {
  static override styles = [
    tokens,
    controls,
    markStyles,
    choiceStyles,
    sectionStyles,
    figureStyles,
    chartStyles,
    styles,
  ];

  /** Everybody's way through the video. */
  @property({ attribute: false }) motion: MotionData | undefined;

  /** Who is shown. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** Length of the video, seconds. */
  @property({ type: Number }) duration = 0;

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** Ties the chart to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  @state() private range: Range = "whole";
  /** Beginning of the minute that is shown, seconds. */
  @state() private minute = 0;
  @state() private tableOpen = false;

  @query(".plot") private area!: HTMLElement;
  @query(".cursor") private cursor!: HTMLElement;
  @query(".probe") private probe!: HTMLElement;
  @query("canvas") private canvas!: HTMLCanvasElement;

  #plot: SpeedPlot | undefined;
  /** Sample whose speeds the legend shows. */
  #told = -1;
  /** Number of the pointer that drags. */
  #dragging: number | undefined;

  constructor() {
    super();
    this.addController(new FollowPlayhead(this, () => this.#move()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  protected override updated(): void {
    if (!this.isConnected) return;
    this.#plot ??= new SpeedPlot(this.canvas, () => this.requestUpdate());
    const { start, end } = this.#window;
    const look = getComputedStyle(this.probe);
    const lines = [...this.renderRoot.querySelectorAll(".sample")].map((sample) => getComputedStyle(sample).color);
    const style = {
      text: look.color,
      grid: look.borderTopColor,
      fontFamily: look.fontFamily,
      fontSize: parseFloat(look.fontSize),
      lines: this.looks.reduce<string[]>((colors, { id }, at) => {
        colors[id - 1] = lines[at] ?? look.color;
        return colors;
      }, []),
    };
    this.#plot.show({ paths: this.#paths, start, end, units: this.units }, style);
    this.#told = -1;
    this.#move();
  }

  get #seconds(): number {
    return this.playhead?.seconds ?? 0;
  }

  get #window(): { readonly start: number; readonly end: number } {
    if (this.range === "whole") return { start: 0, end: this.duration };
    return { start: this.minute, end: Math.min(this.duration, this.minute + MINUTE) };
  }

  get #paths(): readonly MotionPathData[] {
    const { paths = [] } = this.motion ?? {};
    return this.looks.flatMap(({ id }) => paths.find((path) => path.id === id) ?? []);
  }

  /** Moves what belongs to the frame; nothing is drawn anew. */
  #move(): void {
    if (!this.#plot) return;
    const seconds = this.#seconds;
    if (this.range === "minute") this.minute = MINUTE * Math.floor(seconds / MINUTE);
    const { top, bottom } = this.#plot.area;
    this.cursor.style.insetBlockStart = `${top}px`;
    this.cursor.style.blockSize = `${bottom - top}px`;
    this.cursor.style.transform = `translateX(${this.#plot.xOf(seconds)}px)`;
    const sample = Math.round(seconds / MOTION_STEP);
    if (sample === this.#told) return;
    this.#told = sample;
    this.#tell(seconds);
  }

  /** Says the speeds of this moment, beside the players and to whoever hears the slider. */
  #tell(seconds: number): void {
    const speeds = this.looks.map((look) => {
      const path = this.motion?.paths.find(({ id }) => id === look.id);
      const speed = path && speedAt(path, seconds);
      return speed === undefined ? text.unknown : text.speed(speed, this.units);
    });
    for (const [at, value] of this.renderRoot.querySelectorAll(".value").entries())
      value.textContent = speeds[at] ?? "";
    const named = this.looks.map(({ name }, at) => text.readout(name, speeds[at] ?? text.unknown));
    this.area.setAttribute("aria-valuenow", seconds.toFixed(1));
    this.area.setAttribute("aria-valuetext", text.valueText(seconds, named));
  }

  #seek(seconds: number): void {
    this.playhead?.seek(Math.min(this.duration, Math.max(0, seconds)));
  }

  private handlePointer(event: PointerEvent): void {
    if (event.type === "pointerdown") {
      if (event.button !== 0) return;
      this.#dragging = event.pointerId;
      this.area.setPointerCapture(event.pointerId);
    } else if (event.pointerId !== this.#dragging) return;
    if (this.#plot) this.#seek(this.#plot.secondsAt(event.clientX - this.area.getBoundingClientRect().left));
  }

  private endDrag(): void {
    this.#dragging = undefined;
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const times: Partial<Record<string, number>> = {
      ArrowLeft: this.#seconds - STEP,
      ArrowDown: this.#seconds - STEP,
      ArrowRight: this.#seconds + STEP,
      ArrowUp: this.#seconds + STEP,
      PageDown: this.#seconds - LONG_STEP,
      PageUp: this.#seconds + LONG_STEP,
      Home: 0,
      End: this.duration,
    };
    const seconds = times[event.key];
    if (seconds === undefined) return;
    event.preventDefault();
    this.#seek(seconds);
  }

  private toggleTable({ currentTarget }: Event): void {
    this.tableOpen = (currentTarget as HTMLDetailsElement).open;
  }

  private renderRanges(): TemplateResult | typeof nothing {
    if (this.duration <= LONG) return nothing;
    return html`<fieldset class="choices" part="ranges">
      ${radioChoices("range", text.range, RANGES, text.ranges, this.range, (range) => (this.range = range))}
    </fieldset>`;
  }

  private renderLegend(): TemplateResult {
    return html`<ul class="legend" part="legend">
      ${this.looks.map(
        (look) =>
          html`<li class="p${look.id}">
            ${mark(look)}
            <svg class="sample" viewBox="0 0 32 12" aria-hidden="true">
              <line x1="0" y1="6" x2="32" y2="6" stroke-dasharray=${(DASHES[look.id - 1] ?? []).join(" ")} />
            </svg>
            <span>${look.name}</span> <span class="value" aria-hidden="true"></span>
          </li>`,
      )}
    </ul>`;
  }

  private renderTable(): TemplateResult {
    const looks = this.looks.filter(({ id }) => this.#paths.some((path) => path.id === id));
    const rows = this.tableOpen ? speedTable(this.#paths, this.duration) : [];
    return html`<details part="table" @toggle=${this.toggleTable}>
      <summary>${text.table}</summary>
      <p class="hint">${text.cellHint}</p>
      ${tableOfSpeeds(looks, rows, this.units)}
    </details>`;
  }

  override render(): TemplateResult {
    const { start, end } = this.#window;
    return html`<section aria-labelledby="title">
      <header>
        <h3 id="title" part="title">${text.title}</h3>
        ${this.renderRanges()}
      </header>
      <div
        class="plot"
        part="plot"
        role="slider"
        tabindex="0"
        aria-label=${text.slider}
        aria-valuemin=${start}
        aria-valuemax=${end}
        aria-valuenow="0"
        @pointerdown=${this.handlePointer}
        @pointermove=${this.handlePointer}
        @pointerup=${this.endDrag}
        @pointercancel=${this.endDrag}
        @keydown=${this.handleKey}
      >
        <canvas aria-hidden="true"></canvas>
        <div class="cursor" part="cursor"></div>
      </div>
      ${this.renderLegend()} ${this.renderTable()}
      <div class="probe" @transitionend=${() => this.requestUpdate()}></div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-speed-chart": BaSpeedChart;
  }
}
