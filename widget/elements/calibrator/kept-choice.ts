import { html, nothing, type TemplateResult } from "lit";
import type { SavedCalibration } from "../../../convex/contract/edits.js";
import { calibratorEn as text } from "../../i18n/en.calibrator.js";

interface KeptActions {
  /** Takes the points of the kept calibration of this id; none where it is empty. */
  readonly use: (id: string) => void;
  readonly forget: (id: string) => void;
}

/** The choice among the calibrations that a site keeps, where it keeps any. */
export function keptChoice(
  saved: readonly SavedCalibration[],
  chosen: string,
  { use, forget }: KeptActions,
): TemplateResult | typeof nothing {
  if (saved.length === 0) return nothing;
  const kept = saved.find(({ calibrationId }) => calibrationId === chosen);
  return html`<label
      >${text.use}
      <select class="kept" @change=${({ target }: Event) => use((target as HTMLSelectElement).value)}>
        <option value="">${text.useNone}</option>
        ${saved.map(
          ({ calibrationId, name }) =>
            html`<option value=${calibrationId} ?selected=${calibrationId === chosen}>${name}</option>`,
        )}
      </select></label
    >
    ${
      kept?.own
        ? html`<button class="button quiet" type="button" @click=${() => forget(kept.calibrationId)}>
            ${text.forget(kept.name)}
          </button>`
        : nothing
    }`;
}
