import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { CameraView } from "../../../convex/contract/court.js";
import { calibratorEn as text } from "../../i18n/en.calibrator.js";

/** The choice among the camera's views, where it has several. */
export function viewChoice(
  views: readonly CameraView[],
  chosen: number,
  choose: (view: number) => void,
): TemplateResult | typeof nothing {
  if (views.length < 2) return nothing;
  return html`<label
    >${text.view}
    <select @change=${({ target }: Event) => choose(Number((target as HTMLSelectElement).value))}>
      ${views.map(
        ({ still }, index) =>
          html`<option value=${index} ?selected=${index === chosen}>${text.viewName(index + 1, still)}</option>`,
      )}
    </select></label
  >`;
}

/** The choice of the moment whose picture is shown; `time` and `duration` are seconds. */
export function momentChoice(time: number, duration: number, choose: (time: number) => void): TemplateResult {
  return html`<label class="moment"
    >${text.moment}
    <input
      type="range"
      min="0"
      max=${duration}
      step="0.1"
      .value=${live(String(time))}
      aria-valuetext=${text.momentValue(time)}
      @input=${({ target }: Event) => choose((target as HTMLInputElement).valueAsNumber)}
    />
    <span aria-hidden="true">${text.momentValue(time)}</span></label
  >`;
}
