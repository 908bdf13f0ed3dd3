import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Events } from "../../../convex/contract/events.js";
import { chartsEn as text } from "../../i18n/en.charts.js";
import { barLegend, chartTable } from "../../match/chart-parts.js";
import type { Look } from "../../match/looks.js";
import { strokeMix, type StrokeMix } from "../../match/stroke-mix.js";
import { chartStyles } from "../../styles/chart.styles.js";
import { controls } from "../../styles/controls.styles.js";
import { figureStyles } from "../../styles/figures.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { sectionStyles } from "../../styles/section.styles.js";
import { swatchStyles } from "../../styles/swatches.styles.js";
import { tokens } from "../../styles/tokens.styles.js";

/**
 * How often each player played each stroke.
 *
 * @summary The players' strokes by kind.
 * @tagname ba-stroke-mix
 *
 * @csspart title - The heading.
 * @csspart plot - The drawing.
 * @csspart legend - Who is who.
 * @csspart note - What is not in the chart.
 * @csspart table - The same as a table, which opens.
 */
export class BaStrokeMix extends LitElement {
  static override styles = [tokens, controls, markStyles, sectionStyles, figureStyles, chartStyles, swatchStyles];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** Who is shown. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  private renderChart({ rows, totals, ofNobody }: StrokeMix): TemplateResult {
    const content = {
      labels: rows.map(({ stroke }) => text.strokeName(stroke)),
      series: this.looks.map(({ id }, at) => ({ player: id, values: rows.map(({ counts }) => counts[at] ?? 0) })),
      axis: text.mix.axis,
      lying: true,
      stacked: true,
    };
    const cells = (counts: readonly number[]) => counts.map((count, at) => text.mix.share(count, totals[at] ?? 0));
    return html`
      <ba-bar-chart part="plot" .content=${content}></ba-bar-chart>
      ${barLegend("legend", this.looks)}
      ${ofNobody > 0 ? html`<p class="hint" part="note">${text.mix.ofNobody(ofNobody)}</p>` : nothing}
      ${chartTable(
        "table",
        text.table,
        text.mix.title,
        [text.stroke, ...this.looks.map(({ name }) => name)],
        [
          ...rows.map(({ stroke, counts }) => [text.strokeName(stroke), ...cells(counts)]),
          [text.mix.total, ...totals.map(text.count)],
        ],
      )}
    `;
  }

  override render(): TemplateResult {
    const mix =
      this.events &&
      strokeMix(
        this.events,
        this.looks.map(({ id }) => id),
      );
    return html`<section aria-labelledby="title">
      <header><h3 id="title" part="title">${text.mix.title}</h3></header>
      ${mix && mix.rows.length > 0 ? this.renderChart(mix) : html`<p class="hint" part="note">${text.noHits}</p>`}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-stroke-mix": BaStrokeMix;
  }
}
