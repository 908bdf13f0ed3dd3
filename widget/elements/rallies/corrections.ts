import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Edits } from "../../../convex/contract/edits.js";
import type { Events } from "../../../convex/contract/events.js";
import type { Playhead } from "../../controllers/playhead.js";
import { BaCorrectionRequestEvent, type Correction } from "../../events/correction-request.js";
import { ralliesEn } from "../../i18n/en.rallies.js";
import { NO_CORRECTIONS } from "../../match/corrections.js";
import type { Look } from "../../match/looks.js";
import { looksOfSide } from "../../match/sides.js";
import { controls } from "../../styles/controls.styles.js";
import { figureStyles } from "../../styles/figures.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./corrections.styles.js";

const text = ralliesEn.correct;

/** Corrections that are listed; the first are those at the beginning of the match. */
const LISTED = 100;

interface Listed {
  readonly correction: Correction;
  readonly words: string;
  readonly seconds: number;
}

/**
 * What the owner corrected, in order of time; each can be gone to and taken back, also what was removed and so is nowhere else.
 *
 * @summary The owner's corrections.
 * @tagname ba-corrections
 *
 * @fires {BaCorrectionRequestEvent} ba-correction-request - The visitor takes a correction back.
 *
 * @csspart corrections - The list, which opens.
 * @csspart correction - Goes to one.
 * @csspart undo - Takes it back.
 */
export class BaCorrections extends LitElement {
  static override styles = [tokens, controls, figureStyles, styles];

  /** What was corrected in this video. */
  @property({ attribute: false }) edits: Pick<Edits, "hits" | "rallies"> = NO_CORRECTIONS;

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** A request is under way. */
  @property({ type: Boolean }) busy = false;

  get #listed(): Listed[] {
    const nameOf = (id: number | undefined) => this.looks.find((look) => look.id === id)?.name;
    const sideOf = (side: number | undefined) =>
      side === undefined || !this.events
        ? undefined
        : ralliesEn.pair(looksOfSide(this.events, side, this.looks).map(({ name }) => name));
    const hits = this.edits.hits.map((edit) => ({
      correction: { of: "hit", edit } as const,
      words: text.hitDone(edit, nameOf(edit.hitter)),
      seconds: edit.at ?? edit.was ?? 0,
    }));
    const rallies = this.edits.rallies.map((edit) => ({
      correction: { of: "rally", edit } as const,
      words: text.rallyDone(edit, sideOf(edit.winner)),
      seconds: (edit.is ?? edit.was)?.[0] ?? 0,
    }));
    return [...hits, ...rallies].sort((one, other) => one.seconds - other.seconds);
  }

  private renderListed({ correction, words, seconds }: Listed): TemplateResult {
    return html`<li>
      <button
        part="correction"
        class="link"
        type="button"
        @click=${() => this.playhead?.seek(seconds, { reveal: true })}
      >
        ${words}
      </button>
      <button
        part="undo"
        class="button small"
        type="button"
        aria-label=${text.undoLabel(words)}
        ?disabled=${this.busy}
        @click=${() => this.dispatchEvent(new BaCorrectionRequestEvent(correction, true))}
      >
        ${text.undo}
      </button>
    </li>`;
  }

  override render(): TemplateResult | typeof nothing {
    const listed = this.#listed;
    if (listed.length === 0) return nothing;
    return html`<details part="corrections">
      <summary>${text.list(listed.length)}</summary>
      <p class="hint">${text.listHint}</p>
      <ul>
        ${listed.slice(0, LISTED).map((each) => this.renderListed(each))}
      </ul>
      ${listed.length > LISTED ? html`<p class="hint">${text.more(listed.length - LISTED)}</p>` : nothing}
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-corrections": BaCorrections;
  }
}
