import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { styleProperties } from "../../utils/style-properties.js";
import type { Player, ResultNote, Results } from "../../../convex/contract/results.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { en } from "../../i18n/en.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./summary.styles.js";

/** Colours of players 1 to 4, those of the overlay. */
const COLORS = [
  "var(--ba-overlay-color-1, #e69f00)",
  "var(--ba-overlay-color-2, #56b4e9)",
  "var(--ba-overlay-color-3, #cc79a7)",
  "var(--ba-overlay-color-4, #f0e442)",
] as const;

/** `no_people` takes the table's place; the others stand below. */
const isAside = (note: ResultNote): note is Exclude<ResultNote, "no_people"> => note !== "no_people";

/**
 * Who was seen in a match, for how long and how surely, and what kind of video it is.
 *
 * @summary The result of an analysis in figures.
 * @tagname ba-summary
 *
 * @csspart title - A heading.
 * @csspart players - The table of players.
 * @csspart swatch - A player's colour.
 * @csspart nobody - What stands in the table's place when nobody was found.
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
      <section aria-labelledby="players">
        <h2 id="players" part="title">${en.summary.title}</h2>
        ${
          results.players.length > 0
            ? this.renderPlayers(results)
            : html`<p class="nobody" part="nobody">${en.summary.nobody}</p>`
        }
      </section>
      <section aria-labelledby="facts">
        <h3 id="facts" part="title">${en.summary.facts}</h3>
        ${this.renderFacts(results)} ${this.renderNotes(results)}
      </section>
    `;
  }

  private renderPlayers(results: Results): TemplateResult {
    const { player, seen, share, confidence } = en.summary;
    return html`<table part="players" aria-labelledby="players">
      <thead>
        <tr>
          ${[player, seen, share, confidence].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${results.players.map((each) => this.renderPlayer(each, results))}
      </tbody>
    </table>`;
  }

  private renderPlayer({ id, presence, confidence }: Player, { duration }: Results): TemplateResult {
    const color = styleProperties({ background: COLORS[(id - 1) % COLORS.length] ?? null });
    const seconds = presence * duration;
    return html`<tr>
      <th scope="row"><span class="swatch" part="swatch" style=${color}></span>${en.summary.name(id)}</th>
      <td>
        <span aria-hidden="true">${en.summary.shortTime(seconds)}</span
        ><span class="visually-hidden">${en.summary.time(seconds)}</span>
      </td>
      <td>${en.percent(presence)}</td>
      <td>${en.percent(confidence)}</td>
    </tr>`;
  }

  private renderFacts(results: Results): TemplateResult {
    const { totalFrames, processedFrames } = results;
    const words = en.summary;
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
      ${asides.map((note) => html`<li>${en.summary.notes[note]}</li>`)}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-summary": BaSummary;
  }
}
