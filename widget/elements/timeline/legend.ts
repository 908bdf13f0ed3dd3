import { html, nothing, type TemplateResult } from "lit";
import type { Events } from "../../../convex/contract/events.js";
import { timelineEn as text } from "../../i18n/en.timeline.js";
import type { Look } from "../../match/looks.js";
import { mark } from "../../match/mark.js";
import { hasStrangers } from "./lanes.js";
import { STAR } from "./paint.js";

/** What the signs mean, as far as they are there. */
export function legend(events: Events, looks: readonly Look[]): TemplateResult {
  const { highlights, hits } = events;
  const item = (shown: boolean, sign: TemplateResult, said: string) =>
    shown ? html`<li>${sign}${said}</li>` : nothing;
  return html`<ul class="legend" part="legend">
    ${item(
      highlights.length > 0,
      html`<svg class="star" viewBox="-1.2 -1.2 2.4 2.4" aria-hidden="true"><path d=${STAR} /></svg>`,
      text.legend.highlights,
    )}
    ${item(true, html`<span class="bar"></span>`, text.legend.rallies)}
    ${looks.map((look) => item(true, mark(look), text.legend.hits(look.name)))}
    ${item(hasStrangers(events, looks), html`<span class="disc solid"></span>`, text.legend.strangers)}
    ${item(
      hits.some(({ support }) => support === "swing"),
      html`<span class="disc"></span>`,
      text.legend.swing,
    )}
  </ul>`;
}
