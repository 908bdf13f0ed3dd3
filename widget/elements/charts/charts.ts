import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Events } from "../../../convex/contract/events.js";
import type { Playhead } from "../../controllers/playhead.js";
import { chartsEn as text } from "../../i18n/en.charts.js";
import type { Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./charts.styles.js";

/** Parts of the charts, under the same names for all. */
const PARTS = ["title", "plot", "plan", "legend", "note", "table", "moment-button"].join(", ");

/**
 * The strokes and rallies of a match in charts. They follow every correction.
 *
 * @summary Charts of strokes and rallies.
 * @tagname ba-charts
 *
 * @csspart mix - The `ba-stroke-mix`.
 * @csspart lengths - The `ba-rally-lengths`.
 * @csspart speeds - The `ba-stroke-speeds`.
 * @csspart placement - The `ba-placement-map`.
 * @csspart title - The heading of a chart.
 * @csspart plot - The drawing of a chart.
 * @csspart plan - The drawing of the court.
 * @csspart legend - What the signs of a chart mean.
 * @csspart note - What is to be known of a chart, or that there is nothing to show.
 * @csspart table - A chart as a table, which opens.
 * @csspart moment-button - Goes to a hit.
 */
export class BaCharts extends LitElement {
  static override styles = [tokens, styles];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** Who is shown. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** Ties the charts to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  override render(): TemplateResult | typeof nothing {
    const { events, looks, units, playhead } = this;
    if (!events) return nothing;
    if (events.rallies.length === 0 && events.hits.length === 0) return html`<p part="note">${text.none}</p>`;
    return html`<div class="charts">
      <ba-stroke-mix part="mix" exportparts=${PARTS} .events=${events} .looks=${looks}></ba-stroke-mix>
      <ba-rally-lengths part="lengths" exportparts=${PARTS} .events=${events}></ba-rally-lengths>
      <ba-placement-map
        part="placement"
        exportparts=${PARTS}
        .events=${events}
        .looks=${looks}
        .playhead=${playhead}
      ></ba-placement-map>
      <ba-stroke-speeds
        part="speeds"
        exportparts=${PARTS}
        .events=${events}
        .looks=${looks}
        .units=${units}
        .playhead=${playhead}
      ></ba-stroke-speeds>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-charts": BaCharts;
  }
}
