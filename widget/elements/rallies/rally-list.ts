import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Events } from "../../../convex/contract/events.js";
import { FollowPlayhead } from "../../controllers/follow-playhead.js";
import type { Playhead } from "../../controllers/playhead.js";
import { ralliesEn as text } from "../../i18n/en.rallies.js";
import type { Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import { mark } from "../../match/mark.js";
import { rallyAt, type RallyOf } from "../../match/rallies.js";
import { isEdited } from "../../match/rally-choice.js";
import { looksOfSide } from "../../match/sides.js";
import { controls } from "../../styles/controls.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./rally-list.styles.js";
import { RallyChosenEvent } from "./rally-chosen-event.js";

/** Below this, it is said that it may have been none. */
const UNSURE = 0.6;

/** How the arrow and other keys move along the list. */
const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + 8,
  PageUp: (at) => at - 8,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Rallies to choose from. One of them has a place in the order of the Tab key; arrow keys move it.
 *
 * @summary The list of rallies.
 * @tagname ba-rally-list
 *
 * @csspart list - The list.
 * @csspart rally - One rally.
 */
export class BaRallyList extends LitElement {
  static override styles = [tokens, controls, markStyles, styles];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** The rallies that are listed, in this order. */
  @property({ attribute: false }) rallies: readonly RallyOf[] = [];

  /** Index of the rally that was chosen. */
  @property({ type: Number }) chosen: number | undefined;

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** Index of the rally that is under way in the video; -1 in dead time. */
  @state() private current = -1;
  /** Index of the rally whose button the Tab key reaches. */
  @state() private reached: number | undefined;

  @query("ol") private list!: HTMLElement | null;

  constructor() {
    super();
    this.addController(new FollowPlayhead(this, () => this.#heed()));
  }

  #heed(): void {
    const { seconds } = this.playhead ?? {};
    this.current = this.events && seconds !== undefined ? rallyAt(this.events, seconds) : -1;
  }

  /** Index of the rally that the Tab key reaches: where the visitor was last, if it is listed. */
  get #stop(): number | undefined {
    const listed = (index: number | undefined) => this.rallies.find((of) => of.index === index)?.index;
    return listed(this.reached) ?? listed(this.chosen) ?? this.rallies[0]?.index;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("events")) this.#heed();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("current") && this.shadowRoot?.activeElement == null) this.#follow();
  }

  /** Keeps the rally that is playing in sight within the list; the page stays where it is. */
  #follow(): void {
    const row = this.renderRoot.querySelector<HTMLElement>(".row[aria-current]");
    if (!row || !this.list) return;
    const [inner, outer] = [row.getBoundingClientRect(), this.list.getBoundingClientRect()];
    if (inner.top < outer.top) this.list.scrollTop -= outer.top - inner.top;
    else if (inner.bottom > outer.bottom) this.list.scrollTop += inner.bottom - outer.bottom;
  }

  private handleKey(event: KeyboardEvent): void {
    const at = this.rallies.findIndex(({ index }) => index === this.#stop);
    const last = this.rallies.length - 1;
    const to = MOVES[event.key]?.(at, last);
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const target = this.rallies[Math.min(last, Math.max(0, to))];
    if (!target) return;
    this.reached = target.index;
    this.renderRoot.querySelector<HTMLElement>(`[data-index="${target.index}"]`)?.focus();
  }

  private choose(index: number): void {
    this.reached = index;
    this.dispatchEvent(new RallyChosenEvent(index));
  }

  private nameOf(id: number | undefined): string | undefined {
    return this.looks.find((look) => look.id === id)?.name;
  }

  private renderOutcome({ rally }: RallyOf): TemplateResult {
    const server = this.looks.find(({ id }) => id === rally.server);
    const winners = this.events ? looksOfSide(this.events, rally.winner, this.looks) : [];
    const won =
      winners.length === 0
        ? text.noWinner
        : text.won(text.pair(winners.map(({ name }) => name)), rally.edited ? 1 : (rally.winnerConfidence ?? 0));
    return html`<span class="outcome">
      ${server ? html`<span class="served">${mark(server)} ${text.served(server.name)}, </span>` : nothing} ${won},
      ${text.endings[rally.ending]}
    </span>`;
  }

  private renderTags(of: RallyOf): TemplateResult | typeof nothing {
    const { rally, highlight } = of;
    const reasons = (highlight?.reasons ?? []).map((reason) =>
      text.reason(reason, this.units, this.nameOf(reason.player)),
    );
    const unsure = rally.confidence < UNSURE && !rally.edited;
    const cuts = [rally.startUnseen ? text.startUnseen : "", rally.endUnseen ? text.endUnseen : ""].filter(Boolean);
    if (reasons.length + cuts.length === 0 && !unsure && !isEdited(of)) return nothing;
    return html`<span class="tags">
      ${reasons.map((reason) => html`<span class="tag best">${reason}</span> `)}
      ${isEdited(of) ? html`<span class="tag">${text.edited}</span> ` : nothing}
      ${unsure ? html`<span class="tag" title=${text.unsureLabel(rally.confidence)}>${text.unsure}</span> ` : nothing}
      ${cuts.map((cut) => html`<span class="tag">${cut}</span> `)}
    </span>`;
  }

  private renderRally(of: RallyOf, stop: number | undefined): TemplateResult {
    const { rally, hits, index } = of;
    const seconds = rally.end - rally.start;
    const [isCurrent, isChosen] = [index === this.current, index === this.chosen];
    const score = rally.score && text.score(rally.score);
    return html`<li>
      <button
        class="row${isChosen ? " chosen" : ""}"
        part="rally"
        type="button"
        data-index=${index}
        tabindex=${index === stop ? 0 : -1}
        aria-current=${isCurrent ? "true" : nothing}
        @click=${() => this.choose(index)}
      >
        <span class="number"
          ><span class="visually-hidden">${text.rally.title(index)},</span>
          <span aria-hidden="true">${text.number(index)}</span></span
        >
        <span class="main">
          <span class="facts">
            <b>${text.clock(rally.start)}</b>
            <span class="visually-hidden">, ${text.secondsInWords(seconds)}, </span>
            <span aria-hidden="true">${text.seconds(seconds)}</span>
            <span>${text.strokes(hits.length)}</span>
            ${isCurrent ? html`<span class="now">${text.playing}</span>` : nothing}
          </span>
          ${this.renderOutcome(of)} ${this.renderTags(of)}
        </span>
        ${
          score
            ? html`<span class="score"
                ><span class="visually-hidden">${text.scoreLabel(score)}</span
                ><span aria-hidden="true">${score}</span></span
              >`
            : nothing
        }
      </button>
    </li>`;
  }

  override render(): TemplateResult {
    const stop = this.#stop;
    return html`<p class="visually-hidden" id="keys">${text.listKeys}</p>
      <ol part="list" aria-label=${text.list} aria-describedby="keys" @keydown=${this.handleKey}>
        ${repeat(
          this.rallies,
          ({ index }) => index,
          (of) => this.renderRally(of, stop),
        )}
      </ol>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-rally-list": BaRallyList;
  }
}
