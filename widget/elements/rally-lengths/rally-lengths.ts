import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Events } from "../../../convex/contract/events.js";
import { chartsEn as text } from "../../i18n/en.charts.js";
import { chartTable } from "../../match/chart-parts.js";
import { radioChoices } from "../../match/radio-choices.js";
import { LENGTH_MEASURES, rallyLengths, type LengthMeasure, type RallyLengths } from "../../match/rally-lengths.js";
import { chartStyles } from "../../styles/chart.styles.js";
import { choiceStyles } from "../../styles/choices.styles.js";
import { controls } from "../../styles/controls.styles.js";
import { figureStyles } from "../../styles/figures.styles.js";
import { sectionStyles } from "../../styles/section.styles.js";
import { tokens } from "../../styles/tokens.styles.js";

/**
 * How many rallies had which length.
 *
 * @summary The lengths of the rallies.
 * @tagname ba-rally-lengths
 *
 * @csspart title - The heading.
 * @csspart measures - The choice between strokes and seconds.
 * @csspart plot - The drawing.
 * @csspart note - The lengths in words, and what is not in the chart.
 * @csspart table - The same as a table, which opens.
 */
export class BaRallyLengths extends LitElement {
  static override styles = [tokens, controls, choiceStyles, sectionStyles, figureStyles, chartStyles];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  @state() private measure: LengthMeasure = "strokes";

  private renderChart({ bars, median, longest }: RallyLengths): TemplateResult {
    const { measure } = this;
    const labels = bars.map(({ from, to }) => text.lengths.bar(from, to, measure));
    const content = {
      labels,
      series: [{ player: 0, values: bars.map(({ count }) => count) }],
      axis: text.lengths.axis,
      labelAxis: text.lengths.measures[measure],
      lying: false,
      stacked: true,
    };
    return html`
      <ba-bar-chart part="plot" .content=${content}></ba-bar-chart>
      ${
        median === undefined || longest === undefined
          ? nothing
          : html`<p class="hint" part="note">${text.lengths.summary(median, longest, measure)}</p>`
      }
      ${chartTable(
        "table",
        text.table,
        text.lengths.title,
        [text.lengths.measures[measure], text.lengths.axis],
        bars.map(({ count }, at) => [labels[at], text.count(count)]),
      )}
    `;
  }

  private renderLengths(lengths: RallyLengths): TemplateResult {
    return html`
      ${lengths.bars.length > 0 ? this.renderChart(lengths) : html`<p class="hint" part="note">${text.lengths.noneWhole}</p>`}
      ${lengths.cutOff > 0 ? html`<p class="hint" part="note">${text.lengths.cutOff(lengths.cutOff)}</p>` : nothing}
    `;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="title">
      <header>
        <h3 id="title" part="title">${text.lengths.title}</h3>
        <fieldset class="choices" part="measures">
          ${radioChoices(
            "measure",
            text.lengths.measure,
            LENGTH_MEASURES,
            text.lengths.measures,
            this.measure,
            (measure) => (this.measure = measure),
          )}
        </fieldset>
      </header>
      ${this.events ? this.renderLengths(rallyLengths(this.events, this.measure)) : nothing}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-rally-lengths": BaRallyLengths;
  }
}
