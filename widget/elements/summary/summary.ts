import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { ResultNote, Results } from "../../../convex/contract/results.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { playerEn } from "../../i18n/en.player.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./summary.styles.js";

/** `no_people` is said in a place of its own; the others stand below the facts. */
const isAside = (note: ResultNote): note is Exclude<ResultNote, "no_people"> => note !== "no_people";

/**
 * What kind of video it is, and what is worth knowing about the result.
 *
 * @summary The facts about an analysed video.
 * @tagname ba-summary
 *
 * @csspart title - A heading.
 * @csspart nobody - Says that nobody was found.
 * @csspart facts - The facts about the video.
 * @csspart notes - What is worth knowing about this result.
 */
export class BaSummary extends LitElement {
  static override styles = [tokens, controls, styles];

  /** The completed analysis to sum up. */
  @property({ attribute: false }) video: VideoView | undefined;

  override render(): TemplateResult | typeof nothing {
    const results = this.video?.results;
    if (!results) return nothing;
    return html`
      ${results.players.length > 0 ? nothing : html`<p class="nobody" part="nobody">${playerEn.summary.nobody}</p>`}
      <section aria-labelledby="facts">
        <h3 id="facts" part="title">${playerEn.summary.facts}</h3>
        ${this.renderFacts(results)} ${this.renderNotes(results)}
      </section>
    `;
  }

  private renderFacts(results: Results): TemplateResult {
    const { totalFrames, processedFrames } = results;
    const words = playerEn.summary;
    const facts: [string, string][] = [
      [words.duration, words.time(results.duration)],
      [words.size, words.sizeValue(results.videoWidth, results.videoHeight)],
      [words.fps, words.fpsValue(results.fps)],
      [words.frames, words.number(totalFrames)],
      [words.repeated, words.number(totalFrames - processedFrames)],
    ];
    return html`<dl part="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
  }

  private renderNotes({ notes }: Results): TemplateResult | typeof nothing {
    const asides = notes.filter(isAside);
    if (asides.length === 0) return nothing;
    return html`<ul part="notes">
      ${asides.map((note) => html`<li>${playerEn.summary.notes[note]}</li>`)}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-summary": BaSummary;
  }
}
