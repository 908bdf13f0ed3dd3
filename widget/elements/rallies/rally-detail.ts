import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { NO_CORRECTIONS, changeRally, editOfRally, isRallyPending, removeRally } from "../../match/corrections.js";
import type { Events } from "../../../convex/contract/events.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { FollowPlayhead } from "../../controllers/follow-playhead.js";
import type { Playhead } from "../../controllers/playhead.js";
import type { Span } from "../../controllers/playback-state.js";
import { BaCorrectionRequestEvent, type BaCorrectionRequestDetail } from "../../events/correction-request.js";
import { ralliesEn } from "../../i18n/en.rallies.js";
import type { Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import { shownSpan, type RallyOf } from "../../match/rallies.js";
import { controls } from "../../styles/controls.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { copyText } from "../../utils/copy.js";
import { linkTo } from "../../utils/time-fragment.js";
import type { HitSavedEvent } from "./hit-form.js";
import { rallyFacts } from "./rally-facts.js";
import type { RallySavedEvent } from "./rally-form.js";
import { styles } from "./rally-detail.styles.js";

const text = ralliesEn.rally;
const { correct } = ralliesEn;

/**
 * One rally: what is known of it, its hits, and what can be done with it; whoever owns the video can correct it.
 *
 * @summary One rally.
 * @tagname ba-rally-detail
 *
 * @fires {BaCorrectionRequestEvent} ba-correction-request - The visitor corrects the rally or one of its hits.
 *
 * @slot - What else can be done with the rally.
 *
 * @csspart title - The heading.
 * @csspart acts - The row of buttons.
 * @csspart play-button - Plays the rally.
 * @csspart loop-button - Plays it over and over.
 * @csspart link-button - Copies a link to it.
 * @csspart correct-button - Opens its correction.
 * @csspart facts - What is known of it.
 * @csspart hits - The `ba-rally-hits`.
 */
export class BaRallyDetail extends LitElement {
  static override styles = [tokens, controls, markStyles, styles];

  /** The rally, with what belongs to it. */
  @property({ attribute: false }) of: RallyOf | undefined;

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** The completed analysis. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** The page's address may lead to a rally, so that links to rallies are of use. */
  @property({ type: Boolean }) linked = false;

  /** A request is under way. */
  @property({ type: Boolean }) busy = false;

  @state() private looped: Span | undefined;
  @state() private correcting = false;
  @state() private form: "rally" | "hit" | undefined;
  /** What became of the link: that it was copied, or itself. */
  @state() private link: { readonly copied: boolean; readonly address: string } | undefined;

  constructor() {
    super();
    this.addController(new FollowPlayhead(this, () => (this.looped = this.playhead?.modes.loop)));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Results that come while a form is open leave it as it is, unless they are of another rally.
    if (!changed.has("of") || changed.get("of")?.rally.start === this.of?.rally.start) return;
    this.form = undefined;
    this.link = undefined;
  }

  get #span(): Span | undefined {
    return this.of && shownSpan(this.of.rally, this.video?.results?.duration ?? Infinity);
  }

  get #isLooped(): boolean {
    const span = this.#span;
    return span !== undefined && this.looped?.start === span.start && this.looped.end === span.end;
  }

  get #edits() {
    return this.video?.edits ?? NO_CORRECTIONS;
  }

  private play(): void {
    const span = this.#span;
    if (span) this.playhead?.perform({ type: "play-span", span }, { reveal: true });
  }

  private loop(): void {
    const span = this.#span;
    if (span) this.playhead?.perform(this.#isLooped ? { type: "loop" } : { type: "loop", span });
  }

  private async copyLink(): Promise<void> {
    const span = this.#span;
    if (!span) return;
    const address = linkTo(span, location.href);
    this.link = { copied: await copyText(address), address };
  }

  private request({ correction, undo }: BaCorrectionRequestDetail): void {
    this.dispatchEvent(new BaCorrectionRequestEvent(correction, undo));
  }

  private handleRallySaved({ change }: RallySavedEvent): void {
    this.form = undefined;
    if (change && this.of) this.request(changeRally(this.of.rally, change, this.#edits.rallies));
  }

  private handleHitSaved({ change }: HitSavedEvent): void {
    this.form = undefined;
    if (change) this.request({ correction: { of: "hit", edit: change }, undo: false });
  }

  private renderButton(part: string, label: string, act: () => void, pressed?: boolean): TemplateResult {
    return html`<button
      part=${part}
      class="button small"
      type="button"
      aria-pressed=${pressed ?? nothing}
      @click=${act}
    >
      ${label}
    </button>`;
  }

  private renderActs(): TemplateResult {
    const owner = this.video?.access === "owner";
    return html`<div class="acts" part="acts">
      ${this.renderButton("play-button", text.play, () => this.play())}
      ${this.renderButton("loop-button", text.loop, () => this.loop(), this.#isLooped)}
      ${this.linked ? this.renderButton("link-button", text.link, () => void this.copyLink()) : nothing}
      ${
        owner
          ? this.renderButton(
              "correct-button",
              this.correcting ? correct.close : correct.open,
              () => (this.correcting = !this.correcting),
              this.correcting,
            )
          : nothing
      }
    </div>`;
  }

  private renderLink(): TemplateResult {
    const { link } = this;
    return html`<p class="link" role="status" ?hidden=${link === undefined}>
      ${link ? (link.copied ? text.linked : html`${text.notLinked} <span>${link.address}</span>`) : nothing}
    </p>`;
  }

  private renderForms({ rally }: RallyOf): TemplateResult {
    const { duration = 0, fps = 30 } = this.video?.results ?? {};
    const edit = editOfRally(rally, this.#edits.rallies);
    const shared = { rally: this.form === "rally", hit: this.form === "hit" };
    return html`<div class="correct">
      ${isRallyPending(rally, edit) ? html`<p class="waiting">${correct.waiting}</p>` : nothing}
      <div class="acts">
        ${this.renderButton(
          "edit-button",
          correct.edges,
          () => (this.form = shared.rally ? undefined : "rally"),
          shared.rally,
        )}
        ${this.renderButton("add-hit-button", correct.addHit, () => (this.form = shared.hit ? undefined : "hit"), shared.hit)}
        ${this.renderButton("remove-button", correct.remove, () => this.request(removeRally(rally, this.#edits.rallies)))}
        ${
          edit
            ? this.renderButton("undo-button", correct.undo, () =>
                this.request({ correction: { of: "rally", edit }, undo: true }),
              )
            : nothing
        }
      </div>
      ${
        shared.rally
          ? html`<ba-rally-form
              .events=${this.events}
              .rally=${rally}
              .said=${edit?.winner}
              .looks=${this.looks}
              .playhead=${this.playhead}
              .duration=${duration}
              .fps=${fps}
              ?busy=${this.busy}
              @rally-saved=${this.handleRallySaved}
            ></ba-rally-form>`
          : nothing
      }
      ${
        shared.hit
          ? html`<p class="hint">${correct.addHitHint}</p>
              <ba-hit-form
                .looks=${this.looks}
                .playhead=${this.playhead}
                .duration=${duration}
                .fps=${fps}
                ?busy=${this.busy}
                @hit-saved=${this.handleHitSaved}
              ></ba-hit-form>`
          : nothing
      }
    </div>`;
  }

  override render(): TemplateResult {
    const { of, events } = this;
    if (!of || !events) return html`<p class="hint">${text.pick}</p>`;
    const { duration = 0, fps = 30 } = this.video?.results ?? {};
    const said = editOfRally(of.rally, this.#edits.rallies)?.winner;
    const isWinnerSaid =
      of.rally.edited && (said !== undefined ? said === of.rally.winner : of.rally.winnerConfidence === 1);
    return html`<section aria-labelledby="title">
      <h4 id="title" part="title">${text.title(of.index)}</h4>
      ${this.renderActs()} ${this.renderLink()} ${this.correcting ? this.renderForms(of) : nothing}
      ${rallyFacts(of, events, this.looks, this.units, isWinnerSaid)}
      <h5>${ralliesEn.hits.title}</h5>
      <ba-rally-hits
        part="hits"
        exportparts="table, hit, machine, correct-hit, remove-hit, undo-hit"
        .hits=${of.hits}
        .edits=${this.#edits.hits}
        .looks=${this.looks}
        .units=${this.units}
        .playhead=${this.playhead}
        .duration=${duration}
        .fps=${fps}
        ?correcting=${this.correcting}
        ?busy=${this.busy}
      ></ba-rally-hits>
      <slot></slot>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-rally-detail": BaRallyDetail;
  }
}
