import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Swap } from "../../../convex/contract/edits.js";
import { MAX_SWAPS } from "../../../convex/contract/limits.js";
import { FollowPlayhead } from "../../controllers/follow-playhead.js";
import type { Playhead } from "../../controllers/playhead.js";
import { BaSwapRequestEvent } from "../../events/swap-request.js";
import { en } from "../../i18n/en.js";
import { playersEn } from "../../i18n/en.players.js";
import type { Look } from "../../match/looks.js";
import { controls } from "../../styles/controls.styles.js";
import { fieldStyles } from "../../styles/fields.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./swaps.styles.js";

const text = playersEn.swap;

/** Steps of the moment on the button, seconds: it is not to flicker while the video plays. */
const STEP = 1;

/**
 * Exchanges two players from a moment on, where they were mixed up, and takes that back.
 *
 * @summary Exchanging players.
 * @tagname ba-swaps
 *
 * @fires {BaSwapRequestEvent} ba-swap-request - The visitor wants two players exchanged, or that taken back.
 *
 * @csspart title - The heading.
 * @csspart swap-button - Exchanges the players.
 * @csspart swaps - What was exchanged.
 * @csspart undo-button - Takes an exchange back.
 */
export class BaSwaps extends LitElement {
  static override styles = [tokens, controls, fieldStyles, styles];

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** What was exchanged so far. */
  @property({ attribute: false }) swaps: readonly Swap[] = [];

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** A request is under way. */
  @property({ type: Boolean }) busy = false;

  @state() private one: number | undefined;
  @state() private other: number | undefined;
  /** What the button says, seconds. */
  @state() private shownTime = 0;

  constructor() {
    super();
    this.addController(new FollowPlayhead(this, () => this.#heed()));
  }

  #heed(): void {
    this.shownTime = Math.floor((this.playhead?.seconds ?? 0) / STEP) * STEP;
  }

  /** The two who would be exchanged. */
  get #pair(): readonly [Look, Look] | undefined {
    const one = this.looks.find(({ id }) => id === this.one) ?? this.looks[0];
    const others = this.looks.filter((look) => look !== one);
    const other = others.find(({ id }) => id === this.other) ?? others[0];
    return one && other && [one, other];
  }

  private request(): void {
    const pair = this.#pair;
    if (!pair) return;
    const at = this.playhead?.seconds ?? 0;
    this.dispatchEvent(new BaSwapRequestEvent({ at, one: pair[0].id, other: pair[1].id }));
  }

  private nameOf(id: number): string {
    return this.looks.find((look) => look.id === id)?.name ?? String(id);
  }

  private renderChoice(label: string, chosen: Look, among: readonly Look[], choose: (id: number) => void) {
    return html`<label>
      ${label}
      <select
        .value=${live(String(chosen.id))}
        @change=${({ currentTarget }: Event) => choose(Number((currentTarget as HTMLSelectElement).value))}
      >
        ${among.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen.id}>${name}</option>`)}
      </select>
    </label>`;
  }

  private renderSwap(swap: Swap): TemplateResult {
    const [one, other] = [this.nameOf(swap.one), this.nameOf(swap.other)];
    return html`<li>
      <span>${text.done(one, other, swap.at)}</span>
      <button
        part="undo-button"
        class="button quiet"
        type="button"
        aria-label=${text.undoLabel(one, other, swap.at)}
        ?disabled=${this.busy}
        @click=${() => this.dispatchEvent(new BaSwapRequestEvent(swap, true))}
      >
        ${text.undo}
      </button>
    </li>`;
  }

  override render(): TemplateResult | typeof nothing {
    const pair = this.#pair;
    if (!pair) return nothing;
    const [one, other] = pair;
    const several = this.looks.length > 2;
    const full = this.swaps.length >= MAX_SWAPS;
    return html`<section aria-labelledby="title">
      <h4 id="title" part="title">${text.title}</h4>
      <p>${text.hint}</p>
      <div class="act">
        ${
          several
            ? [
                this.renderChoice(text.one, one, this.looks, (id) => (this.one = id)),
                this.renderChoice(
                  text.other,
                  other,
                  this.looks.filter((look) => look !== one),
                  (id) => (this.other = id),
                ),
              ]
            : nothing
        }
        <button
          part="swap-button"
          class="button"
          type="button"
          ?disabled=${this.busy || full}
          aria-describedby=${full ? "full" : nothing}
          @click=${this.request}
        >
          ${text.act(this.shownTime)}
        </button>
        ${full ? html`<p id="full">${en.errors.swaps_full}</p>` : nothing}
      </div>
      ${
        this.swaps.length > 0
          ? html`<ul part="swaps">
              ${this.swaps.toSorted((first, second) => first.at - second.at).map((swap) => this.renderSwap(swap))}
            </ul>`
          : nothing
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-swaps": BaSwaps;
  }
}
