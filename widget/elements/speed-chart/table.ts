import { html, type TemplateResult } from "lit";
import { speedEn as text } from "../../i18n/en.speed.js";
import type { Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import type { SpeedOfRow, SpeedRow } from "../../match/speed-series.js";

/** What the chart shows, as a table: `rows` tell of these players in this order. */
export function tableOfSpeeds(looks: readonly Look[], rows: readonly SpeedRow[], units: Units): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${text.table}>
    <table>
      <thead>
        <tr>
          <th scope="col">${text.time}</th>
          ${looks.map(({ name }) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ start, end, speeds }) =>
            html`<tr>
              <th scope="row">${text.span(start, end)}</th>
              ${speeds.map((speed) => html`<td>${inWords(speed, units)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function inWords(speed: SpeedOfRow | undefined, units: Units): string {
  return speed ? text.cell(text.speed(speed.average, units), text.speed(speed.highest, units)) : text.unknown;
}
