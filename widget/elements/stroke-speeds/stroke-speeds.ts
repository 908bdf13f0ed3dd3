import { html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Events } from "../../../convex/contract/events.js";
import type { Playhead } from "../../controllers/playhead.js";
import { chartsEn as text } from "../../i18n/en.charts.js";
import { speedIn, type Units } from "../../i18n/units.js";
import { barLegend, chartTable } from "../../match/chart-parts.js";
import type { Look } from "../../match/looks.js";
import { strokeSpeeds, type MeasuredHit, type StrokeSpeeds } from "../../match/stroke-speeds.js";
import { chartStyles } from "../../styles/chart.styles.js";
import { controls } from "../../styles/controls.styles.js";
import { figureStyles } from "../../styles/figures.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { sectionStyles } from "../../styles/section.styles.js";
import { swatchStyles } from "../../styles/swatches.styles.js";
import { tokens } from "../../styles/tokens.styles.js";

/**
 * How fast the shuttle left the racket, by stroke, with the interval in which the speed lies.
 *
 * @summary The speed of strokes.
 * @tagname ba-stroke-speeds
 *
 * @csspart title - The heading.
 * @csspart plot - The drawing.
 * @csspart legend - Who is who.
 * @csspart note - How to read it, or why there is nothing.
 * @csspart table - The same as a table, which opens.
 * @csspart moment-button - Goes to a hit.
 */
export class BaStrokeSpeeds extends LitElement {
  static override styles = [tokens, controls, markStyles, sectionStyles, figureStyles, chartStyles, swatchStyles];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** Who is shown. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** km/h, or mph. */
  @property() units: Units = "metric";

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  private renderHit({ time, speed: { low, high } }: MeasuredHit): TemplateResult {
    return html`${text.speeds.interval(low, high, this.units)}
      <button
        part="moment-button"
        class="moment"
        type="button"
        @click=${() => this.playhead?.seek(time, { reveal: true })}
      >
        ${text.goTo(time)}
      </button>`;
  }

  private renderChart(speeds: readonly StrokeSpeeds[]): TemplateResult {
    const strokes = [...new Set(speeds.map(({ stroke }) => stroke))];
    const names = new Map(this.looks.map(({ id, name }) => [id, name]));
    const bars = (player: number, which: "usual" | "fastest") =>
      strokes.map((stroke) => {
        const found = speeds.find((each) => each.player === player && each.stroke === stroke);
        if (!found) return null;
        const { low, high } = found[which].speed;
        return [speedIn(low, this.units), speedIn(high, this.units)] as const;
      });
    const content = {
      labels: strokes.map(text.strokeName),
      series: this.looks.flatMap(({ id }) => [
        { player: id, values: bars(id, "usual") },
        { player: id, values: bars(id, "fastest"), thin: true },
      ]),
      axis: text.speeds.unit(this.units),
      lying: true,
      stacked: false,
    };
    return html`
      <ba-bar-chart part="plot" .content=${content}></ba-bar-chart>
      ${barLegend("legend", this.looks)}
      <p class="hint" part="note">${text.speeds.hint}</p>
      ${chartTable(
        "table",
        text.table,
        text.speeds.title,
        [text.stroke, text.player, text.speeds.usual, text.speeds.fastest, text.speeds.measured],
        speeds.map(({ stroke, player, usual, fastest, measured, played }) => [
          text.strokeName(stroke),
          names.get(player),
          this.renderHit(usual),
          this.renderHit(fastest),
          text.speeds.of(measured, played),
        ]),
      )}
    `;
  }

  override render(): TemplateResult {
    const players = this.looks.map(({ id }) => id);
    const speeds = this.events ? strokeSpeeds(this.events, players) : [];
    return html`<section aria-labelledby="title">
      <header><h3 id="title" part="title">${text.speeds.title}</h3></header>
      ${speeds.length > 0 ? this.renderChart(speeds) : html`<p class="hint" part="note">${text.speeds.none}</p>`}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-stroke-speeds": BaStrokeSpeeds;
  }
}
