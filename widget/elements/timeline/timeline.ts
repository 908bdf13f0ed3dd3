import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Events } from "../../../convex/contract/events.js";
import { FollowPlayhead } from "../../controllers/follow-playhead.js";
import type { Playhead } from "../../controllers/playhead.js";
import { timelineEn as text } from "../../i18n/en.timeline.js";
import type { Look } from "../../match/looks.js";
import { shownSpan } from "../../match/rallies.js";
import { controls } from "../../styles/controls.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { sectionStyles } from "../../styles/section.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { Gestures } from "./gestures.js";
import { isOn, lanesOf, nearestOf, rowOf, type Lanes } from "./lanes.js";
import { paintOverview, paintTimeline } from "./paint.js";
import { askedBy } from "./keys.js";
import { legend } from "./legend.js";
import { readStyle } from "./read-style.js";
import { readout } from "./readout.js";
import {
  holds,
  isWhole,
  panned,
  revealing,
  secondsAt,
  wholeOf,
  xOf,
  zoomed,
  ZOOM_STEP,
  type Scale,
  type TimeWindow,
} from "./time-window.js";
import { styles } from "./timeline.styles.js";

/** A click this near to a hit means the hit, CSS pixels. */
const REACH = 8;
/** A playhead that moves by more than this at once, in seconds, was moved by somebody. */
const LEAP = 1;

/**
 * What happened in the match over time, in lanes: highlights, rallies, and the hits of each player. A line shows where the video is; clicking and
 * dragging move it. Ctrl with the wheel, two fingers, the buttons and the keys plus and minus zoom.
 *
 * @summary Rallies, hits and highlights over time.
 * @tagname ba-timeline
 *
 * @csspart title - The heading.
 * @csspart readout - What is at the moment that is shown.
 * @csspart zoom - The buttons that zoom.
 * @csspart zoom-button - One of them.
 * @csspart plot - The drawing.
 * @csspart playhead - The line where the video is.
 * @csspart overview - The whole match, with what is shown of it.
 * @csspart legend - What the signs mean.
 *
 * @cssproperty [--ba-timeline-highlight=light-dark(#c98200, #ffd34d)] - Colour of highlights.
 */
export class BaTimeline extends LitElement {
  static override styles = [tokens, controls, markStyles, sectionStyles, styles];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** Who plays. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** Length of the video, seconds. */
  @property({ type: Number }) duration = 0;

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  @state() private width = 0;
  @state() private shown: TimeWindow = wholeOf(0);

  /** As wide as the plot, and without a height that could change with it. */
  @query(".ruler") private ruler!: HTMLElement;
  @query(".plot") private plot!: HTMLElement;
  @query(".plot canvas") private canvas!: HTMLCanvasElement;
  @query(".overview canvas") private overview!: HTMLCanvasElement;
  @query(".overview") private strip!: HTMLElement;
  @query(".playhead") private line!: HTMLElement;
  @query(".readout") private readoutText!: HTMLElement;
  @query(".probes") private probes!: HTMLElement;

  #lanes: Lanes | undefined;
  #rtl = false;
  /** Moment of the last frame, seconds. */
  #seconds = 0;
  #listening: AbortController | undefined;
  readonly #resizing = new ResizeObserver(([entry]) => {
    if (entry) this.width = entry.contentRect.width;
  });

  constructor() {
    super();
    this.addController(new FollowPlayhead(this, () => this.#move()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening?.abort();
    this.#resizing.disconnect();
  }

  protected override firstUpdated(): void {
    this.#listen();
  }

  #listen(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const zoom = (factor: number, x: number) => this.#zoom(factor, secondsAt(this.#scale, x));
    const drag = (pixels: number) => this.#pan((this.#rtl ? 1 : -1) * (pixels / this.width) * this.shown.length);
    new Gestures(this.plot, { point: (x, y, first) => this.#point(x, y, first), zoom, drag }).listen(signal);
    const centre = (x: number) => this.#pan(secondsAt(this.#whole, x) - this.shown.start - this.shown.length / 2);
    new Gestures(this.strip, { point: centre, zoom: (factor) => this.#zoomAtMiddle(factor), drag }).listen(signal);
    this.#resizing.observe(this.ruler);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("duration")) this.shown = wholeOf(this.duration);
  }

  get #scale(): Scale {
    return { window: this.shown, width: this.width, rtl: this.#rtl };
  }

  get #whole(): Scale {
    return { ...this.#scale, window: wholeOf(this.duration) };
  }

  protected override updated(): void {
    const { events, looks } = this;
    if (!events || this.width === 0) return;
    const style = readStyle(this.probes);
    this.#rtl = getComputedStyle(this).direction === "rtl";
    this.#lanes = lanesOf(looks, events, style.size);
    this.plot.style.blockSize = `${this.#lanes.height}px`;
    const timeline = { events, looks, lanes: this.#lanes, style, clock: text.clock };
    paintTimeline(this.canvas, { ...timeline, scale: this.#scale });
    paintOverview(this.overview, { ...timeline, scale: this.#whole }, this.shown);
    this.#place();
  }

  /** The video shows another frame. */
  #move(): void {
    const seconds = this.playhead?.seconds ?? 0;
    const followed = holds(this.shown, this.#seconds) || Math.abs(seconds - this.#seconds) > LEAP;
    this.#seconds = seconds;
    if (!this.hasUpdated) return;
    // Whoever has moved away from the playhead looks at something else, until it is moved by hand.
    if (followed) this.shown = revealing(this.shown, seconds, this.duration);
    this.#place();
  }

  /** Moves what belongs to the frame, and says what is there; nothing is drawn anew. */
  #place(): void {
    const seconds = this.#seconds;
    this.line.hidden = !holds(this.shown, seconds);
    this.line.style.transform = `translateX(${xOf(this.#scale, seconds).toFixed(2)}px)`;
    if (!this.events) return;
    const said = readout(this.events, this.looks, seconds);
    if (this.readoutText.textContent !== said) this.readoutText.textContent = said;
    this.plot.setAttribute("aria-valuenow", seconds.toFixed(1));
    this.plot.setAttribute("aria-valuetext", `${text.time(seconds)}, ${said}`);
  }

  #seek(seconds: number): void {
    this.playhead?.seek(Math.min(this.duration, Math.max(0, seconds)));
  }

  #point(x: number, y: number, first: boolean): void {
    const inside = Math.min(Math.max(x, 0), this.width);
    this.#seek((first ? this.#meant(inside, y) : undefined) ?? secondsAt(this.#scale, inside));
  }

  /** The moment that a click on a hit or on a highlight means. */
  #meant(x: number, y: number): number | undefined {
    const { events } = this;
    if (!events || !this.#lanes) return undefined;
    const seconds = secondsAt(this.#scale, x);
    if (isOn(this.#lanes.highlights, y)) {
      const rally = events.highlights
        .map((highlight) => events.rallies[highlight.rally])
        .find((each) => each && seconds >= each.start && seconds <= each.end);
      return rally && shownSpan(rally, this.duration).start;
    }
    const row = this.#lanes.hits.findIndex((lane) => isOn(lane, y));
    const times = events.hits.filter((hit) => rowOf(hit, this.looks) === row).map(({ time }) => time);
    return times[nearestOf(times, seconds, (REACH / this.width) * this.shown.length)];
  }

  #zoom(factor: number, anchor: number): void {
    this.shown = zoomed(this.shown, factor, anchor, this.duration);
  }

  /** Zooms around the playhead where it is in sight, else around the middle. */
  #zoomAtMiddle(factor: number): void {
    const middle = this.shown.start + this.shown.length / 2;
    this.#zoom(factor, holds(this.shown, this.#seconds) ? this.#seconds : middle);
  }

  #pan(seconds: number): void {
    this.shown = panned(this.shown, seconds, this.duration);
  }

  private handleKey(event: KeyboardEvent): void {
    const ask = askedBy(event, this.#rtl);
    if (!ask) return;
    event.preventDefault();
    if ("step" in ask) this.#seek(this.#seconds + ask.step);
    else if ("pan" in ask) this.#pan(ask.pan * this.shown.length);
    else if ("zoom" in ask) this.#zoomAtMiddle(ask.zoom);
    else if ("whole" in ask) this.shown = wholeOf(this.duration);
    else this.playhead?.perform(ask.command);
  }

  private renderZoom(): TemplateResult {
    const whole = isWhole(this.shown, this.duration);
    const button = (label: string, sign: string, act: () => void, disabled = false) =>
      html`<button
        part="zoom-button"
        class="button"
        type="button"
        aria-label=${label}
        title=${label}
        ?disabled=${disabled}
        @click=${act}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${sign} /></svg>
      </button>`;
    return html`<div class="zoom" part="zoom" role="group" aria-label=${text.zoom}>
      ${button(text.zoomOut, "M5 12h14", () => this.#zoomAtMiddle(ZOOM_STEP), whole)}
      ${button(text.zoomIn, "M5 12h14M12 5v14", () => this.#zoomAtMiddle(1 / ZOOM_STEP))}
      ${button(text.whole, "M3 12h18M3 12l4-4M3 12l4 4M21 12l-4-4M21 12l-4 4", () => (this.shown = wholeOf(this.duration)), whole)}
    </div>`;
  }

  override render(): TemplateResult {
    const { start, length } = this.shown;
    const whole = isWhole(this.shown, this.duration);
    return html`<section aria-labelledby="title">
      <header>
        <h3 id="title" part="title">${text.title}</h3>
        ${this.renderZoom()}
      </header>
      <p class="readout" part="readout"></p>
      <div class="ruler"></div>
      <div
        class="plot"
        part="plot"
        role="slider"
        tabindex="0"
        aria-label=${text.slider}
        aria-describedby="keys"
        aria-valuemin="0"
        aria-valuemax=${this.duration}
        aria-valuenow="0"
        @keydown=${this.handleKey}
      >
        <canvas aria-hidden="true"></canvas>
        <div class="playhead" part="playhead" hidden></div>
      </div>
      <div class="overview ${whole ? "whole" : ""}" part="overview" aria-hidden="true"><canvas></canvas></div>
      ${this.events ? legend(this.events, this.looks) : nothing}
      <span id="keys" class="visually-hidden">${text.keys}</span>
      <span class="visually-hidden" role="status">${whole ? nothing : text.shown(start, start + length)}</span>
      <div class="probes" aria-hidden="true" @transitionend=${() => this.requestUpdate()}>
        <i class="lines"></i><i class="rally"></i><i class="highlight"></i>
        ${this.looks.map(({ id }) => html`<i class="player p${id}"></i>`)}
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-timeline": BaTimeline;
  }
}
