import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { readEvents } from "../../client/events.js";
import { FollowPlayhead } from "../../controllers/follow-playhead.js";
import { LatestFile } from "../../controllers/latest-file.js";
import type { Playhead } from "../../controllers/playhead.js";
import { loadUnits } from "../../controllers/units.js";
import { BaHighlightChangeEvent } from "../../events/highlight-change.js";
import { highlightsEn as text } from "../../i18n/en.highlights.js";
import { ralliesEn } from "../../i18n/en.rallies.js";
import { UNITS, unitsOf, type Units } from "../../i18n/units.js";
import { itemAt, playlistOf, rallyNumbers, type PlaylistItem } from "../../match/playlist.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./highlights.styles.js";

/**
 * Chosen rallies of an analysed match, played one after the other, to be watched only.
 *
 * @summary The highlights of a match.
 * @tagname ba-highlights
 *
 * @fires {BaHighlightChangeEvent} ba-highlight-change - Another of the rallies is being shown.
 *
 * @slot player - The `ba-player`.
 *
 * @csspart title - The heading.
 * @csspart players - Who plays.
 * @csspart now - What is being shown, and the buttons beside it.
 * @csspart reason - Why it is worth watching.
 * @csspart previous-button - Goes to the rally before.
 * @csspart next-button - Goes to the next rally.
 * @csspart list - The chosen rallies.
 * @csspart item - One of them.
 * @csspart message - Says that something is missing.
 */
export class BaHighlights extends LitElement {
  static override styles = [tokens, controls, styles];

  /** The completed analysis. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** Numbers of the rallies to play, from 1; without it, those that are worth watching. */
  @property() rallies = "";

  /** `metric` or `imperial`: what a visitor sees who has not chosen; without it, what is usual in the visitor's region. */
  @property() units = "";

  /** Place in the playlist of what is shown; -1 before it begins. */
  @state() private at = -1;

  readonly #events = new LatestFile(this, () => this.video?.eventsUrl, readEvents);
  #items: readonly PlaylistItem[] = [];
  /** What the player was asked to keep to. */
  #spans: readonly PlaylistItem["span"][] | undefined;
  #madeOf: readonly unknown[] = [];

  constructor() {
    super();
    this.addController(new FollowPlayhead(this, () => this.#follow()));
  }

  protected override willUpdate(): void {
    const { latest } = this.#events;
    const { duration = 0 } = this.video?.results ?? {};
    if (this.playhead) this.playhead.events = latest;
    const madeOf = [latest, duration, this.rallies];
    if (madeOf.every((each, index) => each === this.#madeOf[index])) return;
    this.#madeOf = madeOf;
    this.#items = latest ? playlistOf(latest, duration, rallyNumbers(this.rallies)) : [];
    this.#spans = this.#items.length > 0 ? this.#items.map(({ span }) => span) : undefined;
  }

  protected override updated(): void {
    this.#follow();
  }

  /** Keeps the player to the playlist, and learns where it is. */
  #follow(): void {
    const { playhead } = this;
    if (!playhead) return;
    if (playhead.modes.only !== this.#spans) playhead.perform({ type: "only", spans: this.#spans });
    const { seconds } = playhead;
    const at = seconds === undefined ? -1 : itemAt(this.#items, seconds);
    if (at === this.at) return;
    this.at = at;
    this.#tell(at);
  }

  #tell(at: number): void {
    const item = this.#items[at];
    if (!item || !this.video) return;
    this.dispatchEvent(
      new BaHighlightChangeEvent({
        videoId: this.video.videoId,
        rally: item.index + 1,
        place: at + 1,
        count: this.#items.length,
        reasons: item.reasons,
      }),
    );
  }

  /** Plays from this place on to the end of the last. */
  private play(at: number): void {
    const [item, last] = [this.#items[at], this.#items.at(-1)];
    if (!item || !last) return;
    this.playhead?.perform(
      { type: "play-span", span: { start: item.span.start, end: last.span.end } },
      { reveal: true },
    );
  }

  get #units(): Units {
    return loadUnits() ?? UNITS.find((units) => units === this.units) ?? unitsOf(navigator.language);
  }

  #nameOf(id: number | undefined): string | undefined {
    return this.video?.names?.find((named) => named.id === id)?.name;
  }

  #titleOf({ index, reasons }: PlaylistItem): string {
    const [first] = reasons;
    return first ? ralliesEn.reason(first, this.#units, this.#nameOf(first.player)) : ralliesEn.rally.title(index);
  }

  #factsOf({ index, rally, reasons }: PlaylistItem): string {
    return [
      ...(reasons.length > 0 ? [ralliesEn.rally.title(index)] : []),
      ralliesEn.strokes(rally.hits),
      ...(rally.score ? [ralliesEn.scoreLabel(ralliesEn.score(rally.score))] : []),
      ...reasons.slice(1).map((reason) => ralliesEn.reason(reason, this.#units, this.#nameOf(reason.player))),
    ].join(" · ");
  }

  /** Why there is no playlist; undefined while there is one. */
  #gap(): string | undefined {
    const { latest, failed } = this.#events;
    if (this.#items.length > 0 || failed) return undefined;
    if (this.video?.eventsUrl === undefined) return text.older;
    if (!latest) return text.loading;
    if (latest.rallies.length === 0) return text.noRallies;
    return rallyNumbers(this.rallies) ? text.noneChosen : text.none;
  }

  private renderHead(): TemplateResult {
    const { names = [] } = this.video ?? {};
    return html`<div class="head">
      <h2 part="title">${text.title}</h2>
      ${names.length > 0 ? html`<p part="players">${text.players(names.map(({ name }) => name))}</p>` : nothing}
    </div>`;
  }

  private renderNow(): TemplateResult | typeof nothing {
    const { length } = this.#items;
    if (length === 0) return nothing;
    const item = this.#items[this.at];
    return html`<div class="now" part="now">
      <p class="reason" part="reason" role="status">
        <span class="place">${item ? text.place(this.at + 1, length) : text.before(length)}</span>
        ${item ? html`<strong>${this.#titleOf(item)}</strong>` : nothing}
      </p>
      <div class="steps">
        ${
          item
            ? html`<button
                part="previous-button"
                class="button"
                type="button"
                ?disabled=${this.at === 0}
                @click=${() => this.play(this.at - 1)}
              >
                ${text.previous}
              </button>`
            : nothing
        }
        <button
          part="next-button"
          class="button ${item ? "" : "primary"}"
          type="button"
          ?disabled=${this.at === length - 1}
          @click=${() => this.play(this.at + 1)}
        >
          ${item ? text.next : text.playAll}
        </button>
      </div>
    </div>`;
  }

  private renderItem(item: PlaylistItem, at: number): TemplateResult {
    const { start, end } = item.rally;
    return html`<li>
      <button
        part="item"
        class="item"
        type="button"
        aria-current=${at === this.at ? "true" : nothing}
        @click=${() => this.play(at)}
      >
        <span class="number">${at + 1}</span>
        <span class="title">${this.#titleOf(item)}</span>
        <span class="length">${ralliesEn.seconds(end - start)}</span>
        <span class="facts">${this.#factsOf(item)}</span>
      </button>
    </li>`;
  }

  private renderTrouble(): TemplateResult {
    return html`<p class="message trouble" part="message" role="status">
      ${text.failed}
      <button class="button" type="button" @click=${() => this.#events.retry()}>${text.retry}</button>
    </p>`;
  }

  override render(): TemplateResult {
    const gap = this.#gap();
    return html`<div class="highlights ${this.#items.length > 0 ? "listed" : ""}">
      ${this.renderHead()}
      <div class="watch"><slot name="player"></slot>${this.renderNow()}</div>
      ${gap === undefined ? nothing : html`<p class="message" part="message" role="status">${gap}</p>`}
      ${this.#events.failed && this.#items.length === 0 ? this.renderTrouble() : nothing}
      ${
        this.#items.length > 0
          ? html`<div class="side">
              <ol part="list" aria-label=${text.list}>
                ${this.#items.map((item, at) => this.renderItem(item, at))}
              </ol>
            </div>`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-highlights": BaHighlights;
  }
}
