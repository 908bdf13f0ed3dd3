import { html, nothing, type TemplateResult } from "lit";
import { calibratorEn as text } from "../../i18n/en.calibrator.js";
import { en } from "../../i18n/en.js";
import { canRemove, freeLandmarks, type Draft, type DraftPoint } from "./draft.js";
import type { Judgement } from "./judgement.js";

interface RowActions {
  readonly active: boolean;
  /** Gives the point the landmark of this id. */
  readonly rename: (id: string) => void;
  readonly take: () => void;
}

/** A point in the list: its number, the place that it marks, and its removal. */
export function pointRow(draft: Draft, index: number, { active, rename, take }: RowActions): TemplateResult {
  const place = draft.points[index]?.landmark;
  if (!place) return html``;
  const name = text.landmark(place);
  return html`<li class=${active ? "active" : ""}>
    <span class="number" aria-hidden="true">${index + 1}</span>
    <select
      aria-label=${text.pointPlace(index + 1)}
      @change=${({ target }: Event) => rename((target as HTMLSelectElement).value)}
    >
      ${[place, ...freeLandmarks(draft)].map(
        (one) => html`<option value=${one.id} ?selected=${one.id === place.id}>${text.landmark(one)}</option>`,
      )}
    </select>
    ${
      canRemove(draft)
        ? html`<button
            class="button quiet remove"
            type="button"
            aria-label=${text.remove(name)}
            title=${text.remove(name)}
            @click=${take}
          >
            ×
          </button>`
        : nothing
    }
  </li>`;
}

/** How well the points fit, or why they cannot be right; and how finely the point at `index` can be placed. */
export function verdict(judgement: Judgement, point: DraftPoint | undefined, index: number): TemplateResult {
  const { refusal, agreement, precision } = judgement;
  if (refusal !== undefined) {
    return html`<p part="verdict" class="verdict refused" role="status">${en.errors[refusal]}</p>`;
  }
  const metres = precision?.[index] ?? Number.NaN;
  return html`<p part="verdict" class="verdict" role="status">
    ${agreement === undefined ? text.agreeFour : text.agree(100 * agreement)}
    ${point && Number.isFinite(metres) ? text.precision(text.landmark(point.landmark), 100 * metres) : nothing}
  </p>`;
}
