import { html, type TemplateResult } from "lit";
import type { WhenShown } from "../../controllers/when-shown.js";
import { matchEn as text } from "../../i18n/en.match.js";

/**
 * The place of something that is loaded once it comes into sight.
 *
 * @param place - Class of the place, which holds the room for what comes.
 * @param said - What is said meanwhile, and when it cannot be had.
 */
export function late(
  chunk: WhenShown,
  place: string,
  said: { readonly loading: string; readonly failed: string },
  render: () => TemplateResult,
): TemplateResult {
  const content = () => {
    switch (chunk.status) {
      case "loaded":
        return render();
      case "failed":
        return html`<p class="trouble" part="notice" role="status">
          ${said.failed}
          <button class="button" type="button" @click=${() => void chunk.load()}>${text.retry}</button>
        </p>`;
      default:
        return html`<p>${said.loading}</p>`;
    }
  };
  return html`<div class=${place}>${content()}</div>`;
}
