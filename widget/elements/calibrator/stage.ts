import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";
import type { PicturePoint } from "../../../convex/contract/court.js";
import type { Fractions } from "../../court/camera.js";
import { calibratorEn } from "../../i18n/en.calibrator.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styleProperties } from "../../utils/style-properties.js";
import { MARGIN, type DraftPoint } from "./draft.js";
import { magnify } from "./magnifier.js";
import { PointActiveEvent, PointMoveEvent, PointRemoveEvent } from "./point-events.js";
import { styles } from "./stage.styles.js";

/** Pixels of the video that an arrow key moves a point by: alone, with Shift, with Alt. */
const NUDGE = { usual: 1, coarse: 10, fine: 0.25 };

const DIRECTIONS: Readonly<Partial<Record<string, PicturePoint>>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * A still picture of the video with a margin around it, the court's lines over it, and points to drag.
 *
 * @summary Where the points of a calibration are placed.
 * @tagname ba-calibrator-stage
 *
 * @csspart picture - The video that shows the still.
 * @csspart lines - The drawn court.
 * @csspart point - A point.
 * @csspart magnifier - What lies around the point, magnified.
 *
 * @cssproperty [--ba-calibrator-line=#ff2fd0] - Colour of the drawn court.
 * @cssproperty [--ba-calibrator-point=#ffe04a] - Colour of the points.
 */
export class BaCalibratorStage extends LitElement {
  static override styles = [tokens, styles];

  /** Address of the video. */
  @property({ attribute: false }) src: string | undefined;

  /** The moment that is shown, seconds. */
  @property({ attribute: false }) time = 0;

  /** Width and height of the picture, pixels. */
  @property({ attribute: false }) size: readonly [number, number] = [16, 9];

  /** The points with their places on the court. */
  @property({ attribute: false }) points: readonly DraftPoint[] = [];

  /** The court's lines, each a list of places in fractions of the picture. */
  @property({ attribute: false }) lines: readonly (readonly Fractions[])[] = [];

  @state() private active = -1;
  @state() private failed = false;

  @query("video") private video!: HTMLVideoElement;
  @query("canvas") private canvas!: HTMLCanvasElement | null;

  /** Where in the point the finger holds it, in fractions of the picture. */
  #hold: PicturePoint | undefined;
  #moved = false;

  /** Gives the focus to a point. */
  focusPoint(index: number): void {
    this.renderRoot.querySelectorAll<HTMLElement>(".point")[index]?.focus();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("time") || changed.has("src")) this.#seek();
    this.#magnify();
  }

  #seek(): void {
    if (this.video.readyState > 0 && this.video.currentTime !== this.time) this.video.currentTime = this.time;
  }

  #magnify(): void {
    const point = this.points[this.active];
    if (!point || !this.canvas) return;
    const side = Math.round(this.canvas.clientWidth * devicePixelRatio);
    if (this.canvas.width !== side) this.canvas.width = this.canvas.height = side;
    const color = getComputedStyle(this.canvas).getPropertyValue("--_line");
    magnify(this.canvas, this.video, point.at, this.lines, color);
  }

  private showMoment = (): void => {
    this.failed = false;
    this.#seek();
  };

  private handlePicture = (): void => this.#magnify();

  private handleError = (): void => {
    this.failed = true;
  };

  /** Place of a pointer, in fractions of the picture. */
  #placeOf({ clientX, clientY }: PointerEvent): PicturePoint {
    const { left, top, width, height } = this.video.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  }

  private activate(index: number): void {
    this.active = index;
    this.dispatchEvent(new PointActiveEvent(index));
  }

  private hold(event: PointerEvent, index: number): void {
    const { at } = this.points[index] ?? {};
    if (!at || event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const [x, y] = this.#placeOf(event);
    this.#hold = [at[0] - x, at[1] - y];
    this.#moved = false;
    this.activate(index);
  }

  private drag(event: PointerEvent, index: number): void {
    if (!this.#hold) return;
    const [x, y] = this.#placeOf(event);
    this.dispatchEvent(new PointMoveEvent(index, [x + this.#hold[0], y + this.#hold[1]], this.#moved));
    this.#moved = true;
  }

  private release(): void {
    this.#hold = undefined;
  }

  private handleKey(event: KeyboardEvent, index: number): void {
    const { key, shiftKey, altKey } = event;
    const direction = DIRECTIONS[key];
    const point = this.points[index];
    if (point && direction) {
      const pixels = shiftKey ? NUDGE.coarse : altKey ? NUDGE.fine : NUDGE.usual;
      const [x, y] = point.at;
      const at: PicturePoint = [x + (direction[0] * pixels) / this.size[0], y + (direction[1] * pixels) / this.size[1]];
      this.dispatchEvent(new PointMoveEvent(index, at, event.repeat));
    } else if (key === "Delete" || key === "Backspace") {
      this.dispatchEvent(new PointRemoveEvent(index));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private renderPoint({ landmark, at }: DraftPoint, index: number): TemplateResult {
    const [x, y] = at;
    const name = calibratorEn.landmark(landmark);
    return html`<button
      type="button"
      part="point"
      class="point ${index === this.active ? "active" : ""}"
      aria-roledescription=${calibratorEn.pointKind}
      aria-label=${calibratorEn.pointLabel(index + 1, name, x * this.size[0], y * this.size[1])}
      style=${styleProperties({ "--_x": String(x), "--_y": String(y) })}
      @pointerdown=${(event: PointerEvent) => this.hold(event, index)}
      @pointermove=${(event: PointerEvent) => this.drag(event, index)}
      @pointerup=${this.release}
      @pointercancel=${this.release}
      @focus=${() => this.activate(index)}
      @keydown=${(event: KeyboardEvent) => this.handleKey(event, index)}
    >
      <span>${index + 1}</span>
    </button>`;
  }

  private renderLines(): TemplateResult {
    const [width, height] = this.size;
    const view = [-MARGIN * width, -MARGIN * height, (1 + 2 * MARGIN) * width, (1 + 2 * MARGIN) * height];
    return html`<svg part="lines" viewBox=${view.join(" ")} aria-hidden="true">
      ${["under", "over"].map((layer) =>
        this.lines.map(
          (line) =>
            svg`<polyline class=${layer} vector-effect="non-scaling-stroke"
              points=${line.map(([x, y]) => `${x * width},${y * height}`).join(" ")} />`,
        ),
      )}
    </svg>`;
  }

  private renderMagnifier(): TemplateResult | typeof nothing {
    const point = this.points[this.active];
    if (!point) return nothing;
    // On the other side of the picture: it never lies over the point.
    const side = point.at[0] < 0.5 ? "right" : "left";
    return html`<canvas part="magnifier" class="magnifier ${side}" aria-hidden="true"></canvas>`;
  }

  override render(): TemplateResult {
    const [width, height] = this.size;
    return html`<div
      class="stage"
      role="group"
      aria-label=${calibratorEn.stage}
      style=${styleProperties({ "--_ratio": `${width} / ${height}`, "--_margin": String(MARGIN) })}
    >
      <video
        part="picture"
        crossorigin="anonymous"
        muted
        playsinline
        preload="auto"
        aria-hidden="true"
        src=${ifDefined(this.src)}
        @loadedmetadata=${this.showMoment}
        @loadeddata=${this.handlePicture}
        @seeked=${this.handlePicture}
        @error=${this.handleError}
      ></video>
      ${this.renderLines()} ${this.points.map((point, index) => this.renderPoint(point, index))}
      ${this.renderMagnifier()}
      ${this.failed ? html`<p class="failed" role="alert">${calibratorEn.stillFailed}</p>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-calibrator-stage": BaCalibratorStage;
  }
}
