import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { HitEdit } from "../../../convex/contract/edits.js";
import type { Hit } from "../../../convex/contract/events.js";
import { FollowPlayhead } from "../../controllers/follow-playhead.js";
import type { Playhead } from "../../controllers/playhead.js";
import { BaCorrectionRequestEvent, type BaCorrectionRequestDetail } from "../../events/correction-request.js";
import { ralliesEn } from "../../i18n/en.rallies.js";
import type { Units } from "../../i18n/units.js";
import { changeHit, editOfHit, isHitPending, removeHit } from "../../match/corrections.js";
import type { Look } from "../../match/looks.js";
import { mark } from "../../match/mark.js";
import { controls } from "../../styles/controls.styles.js";
import { figureStyles } from "../../styles/figures.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import type { HitSavedEvent } from "./hit-form.js";
import { styles } from "./rally-hits.styles.js";

const text = ralliesEn.hits;

/** So near to a hit the video counts as being at it, seconds. */
const HERE = 0.05;

/**
 * The hits of a rally in order; each can be gone to, and corrected by whoever owns the video.
 *
 * @summary The hits of a rally.
 * @tagname ba-rally-hits
 *
 * @fires {BaCorrectionRequestEvent} ba-correction-request - The visitor corrects a hit.
 *
 * @csspart table - The table.
 * @csspart hit - Goes to a hit.
 * @csspart machine - What the machine said of a hit that was corrected.
 * @csspart correct-hit - Opens the correction of a hit.
 * @csspart remove-hit - Says that there was none.
 * @csspart undo-hit - Takes the correction of a hit back.
 */
export class BaRallyHits extends LitElement {
  static override styles = [tokens, controls, figureStyles, markStyles, styles];

  /** The hits of the rally, in order. */
  @property({ attribute: false }) hits: readonly Hit[] = [];

  /** What was corrected in this video; the owner alone knows. */
  @property({ attribute: false }) edits: readonly HitEdit[] = [];

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** Length of the video, seconds. */
  @property({ type: Number }) duration = 0;

  /** Frames a second. */
  @property({ type: Number }) fps = 30;

  /** The visitor corrects. */
  @property({ type: Boolean }) correcting = false;

  /** A request is under way. */
  @property({ type: Boolean }) busy = false;

  /** Place of the hit that the video shows; -1 where it shows none. */
  @state() private current = -1;
  /** Time of the hit whose form is open: places are others once a hit was added or removed. */
  @state() private open: number | undefined;

  constructor() {
    super();
    this.addController(new FollowPlayhead(this, () => this.#heed()));
  }

  #heed(): void {
    const seconds = this.playhead?.seconds ?? -1;
    this.current = this.hits.findIndex(({ time }) => Math.abs(time - seconds) <= HERE);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("hits")) this.#heed();
    if (changed.has("correcting")) this.open = undefined;
  }

  private request({ correction, undo }: BaCorrectionRequestDetail): void {
    this.dispatchEvent(new BaCorrectionRequestEvent(correction, undo));
  }

  private handleSaved(hit: Hit, { change }: HitSavedEvent): void {
    this.open = undefined;
    if (change) this.request(changeHit(hit, change, this.edits));
  }

  private lookOf(id: number | undefined): Look | undefined {
    return this.looks.find((look) => look.id === id);
  }

  private words(hit: Hit): string {
    return [this.lookOf(hit.hitter)?.name ?? text.nobody, text.strokeValue(hit)].join(", ");
  }

  private renderPlayer({ hitter }: Hit): unknown {
    const look = this.lookOf(hitter);
    return look ? html`${mark(look)} ${look.name}` : html`<span class="muted">${text.nobody}</span>`;
  }

  private renderStroke(hit: Hit): TemplateResult {
    const { machine, edited, support, hand } = hit;
    const sure = edited || hit.stroke === "unknown" ? undefined : text.confidence(hit.strokeConfidence);
    return html`${text.strokeValue(hit)}${hand ? `, ${text[hand]}` : nothing}
    ${sure === undefined ? nothing : html`<span class="muted">${sure}</span>`}
    ${support === "swing" && !edited ? html`<span class="aside">${text.swing}</span>` : nothing}
    ${
      edited
        ? html`<span class="aside" part="machine"
            >${machine ? text.machine(machine.time, this.lookOf(machine.hitter)?.name, machine.stroke) : text.added}</span
          >`
        : nothing
    }`;
  }

  private renderActs(hit: Hit): TemplateResult {
    const edit = editOfHit(hit, this.edits);
    const what = `${text.clock(hit.time)}, ${this.words(hit)}`;
    const button = (name: string, label: string, title: string, act: () => void) =>
      html`<button
        part=${name}
        class="button small"
        type="button"
        aria-label="${label}: ${title}"
        ?disabled=${this.busy}
        @click=${act}
      >
        ${label}
      </button>`;
    const { correct } = ralliesEn;
    return html`<div class="acts">
      ${isHitPending(hit, edit) ? html`<span class="aside">${correct.waiting}</span>` : nothing}
      ${button("correct-hit", correct.edit, what, () => {
        this.open = this.open === hit.time ? undefined : hit.time;
        this.playhead?.seek(hit.time);
      })}
      ${button("remove-hit", correct.removeHit, what, () => this.request(removeHit(hit, this.edits)))}
      ${
        edit
          ? button("undo-hit", correct.undo, what, () => this.request({ correction: { of: "hit", edit }, undo: true }))
          : nothing
      }
    </div>`;
  }

  private renderForm(hit: Hit): TemplateResult {
    return html`<tr class="form">
      <td colspan="4">
        <ba-hit-form
          .hit=${hit}
          .looks=${this.looks}
          .playhead=${this.playhead}
          .duration=${this.duration}
          .fps=${this.fps}
          ?busy=${this.busy}
          @hit-saved=${(event: HitSavedEvent) => this.handleSaved(hit, event)}
        ></ba-hit-form>
      </td>
    </tr>`;
  }

  private renderHit(hit: Hit, at: number): TemplateResult {
    return html`<tr class=${at === this.current ? "current" : ""}>
        <th scope="row">
          <button
            part="hit"
            class="link"
            type="button"
            aria-label=${text.go(hit.time, this.words(hit))}
            aria-current=${at === this.current ? "true" : nothing}
            @click=${() => this.playhead?.seek(hit.time, { reveal: true })}
          >
            ${text.clock(hit.time)}
          </button>
        </th>
        <td>${this.renderPlayer(hit)}</td>
        <td>${this.renderStroke(hit)}</td>
        <td class="speed">${hit.flight.speed ? text.speedValue(hit.flight.speed, this.units) : "–"}</td>
      </tr>
      ${
        this.correcting
          ? html`<tr class="acting">
              <td colspan="4">${this.renderActs(hit)}</td>
            </tr>`
          : nothing
      }
      ${this.correcting && this.open === hit.time ? this.renderForm(hit) : nothing}`;
  }

  override render(): TemplateResult {
    if (this.hits.length === 0) return html`<p class="hint">${text.none}</p>`;
    return html`<table part="table" aria-label=${text.title}>
      <thead>
        <tr>
          <th scope="col">${text.time}</th>
          <th scope="col">${text.player}</th>
          <th scope="col">${text.stroke}</th>
          <th scope="col" class="speed" title=${text.speedHint}>${text.speed}</th>
        </tr>
      </thead>
      <tbody>
        ${this.hits.map((hit, at) => this.renderHit(hit, at))}
      </tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-rally-hits": BaRallyHits;
  }
}
