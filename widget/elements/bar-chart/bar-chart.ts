import { html, LitElement, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { markStyles } from "../../styles/marks.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styleProperties } from "../../utils/style-properties.js";
import { BarPlot, type BarContent } from "./bar-plot.js";
import { styles } from "./bar-chart.styles.js";

/** Nobody, and the four players that there may be. */
const INKS = [0, 1, 2, 3, 4];
/** Room of a label's bars when they lie, and of everything else then, CSS pixels. */
const ROW = 34;
const AXIS = 64;
/** Height when they stand, CSS pixels. */
const STANDING = 240;

/**
 * Bars in the colours and patterns of the players. Only a picture: whoever uses it says the same in words.
 *
 * @summary A drawing of bars.
 * @tagname ba-bar-chart
 *
 * @csspart plot - The drawing.
 */
export class BaBarChart extends LitElement {
  static override styles = [tokens, markStyles, styles];

  /** What is shown. */
  @property({ attribute: false }) content: BarContent | undefined;

  @query("canvas") private canvas!: HTMLCanvasElement;
  @query(".probe") private probe!: HTMLElement;

  #plot: BarPlot | undefined;

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
    if (!this.isConnected || !this.content) return;
    this.#plot ??= new BarPlot(this.canvas);
    const look = getComputedStyle(this.probe);
    this.#plot.show(this.content, {
      text: look.color,
      grid: look.borderTopColor,
      over: look.backgroundColor,
      fontFamily: look.fontFamily,
      fontSize: parseFloat(look.fontSize),
      colors: [...this.renderRoot.querySelectorAll(".ink")].map((ink) => getComputedStyle(ink).color),
    });
  }

  get #height(): number {
    const { lying = false, labels = [] } = this.content ?? {};
    return lying ? ROW * labels.length + AXIS : STANDING;
  }

  override render(): TemplateResult {
    return html`
      <div class="plot" part="plot" style=${styleProperties({ "--_height": `${this.#height}px` })}>
        <canvas aria-hidden="true"></canvas>
      </div>
      <div class="probe" @transitionend=${() => this.requestUpdate()}>
        ${INKS.map((id) => html`<span class="ink p${id}"></span>`)}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-bar-chart": BaBarChart;
  }
}
