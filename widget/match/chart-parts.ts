import { html, type TemplateResult } from "lit";
import type { Look } from "./looks.js";
import { mark } from "./mark.js";

/** Who has which bars in a chart; styled by `chartStyles`, `markStyles` and `swatchStyles`. */
export function barLegend(part: string, looks: readonly Look[]): TemplateResult {
  return html`<ul class="legend" part=${part}>
    ${looks.map(
      (look) =>
        html`<li>
          ${mark(look)} <span class="swatch p${look.id}" aria-hidden="true"></span> <span>${look.name}</span>
        </li>`,
    )}
  </ul>`;
}

/** The same as a chart in a table that opens; styled by `chartStyles` and `figureStyles`. */
export function chartTable(
  part: string,
  summary: string,
  label: string,
  head: readonly unknown[],
  rows: readonly (readonly unknown[])[],
): TemplateResult {
  return html`<details part=${part}>
    <summary>${summary}</summary>
    <div class="scroll" tabindex="0" role="group" aria-label=${label}>
      <table>
        <thead>
          <tr>
            ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([first, ...cells]) =>
              html`<tr>
                <th scope="row">${first}</th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
