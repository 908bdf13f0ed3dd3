import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Events } from "../../../convex/contract/events.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { WhenShown } from "../../controllers/when-shown.js";
import type { Playhead } from "../../controllers/playhead.js";
import { BaCorrectionRequestEvent } from "../../events/correction-request.js";
import { ralliesEn as text } from "../../i18n/en.rallies.js";
import { playerEn } from "../../i18n/en.player.js";
import type { Units } from "../../i18n/units.js";
import { asked, NO_CORRECTIONS } from "../../match/corrections.js";
import type { Look } from "../../match/looks.js";
import { rallyOf, shownSpan, type RallyOf } from "../../match/rallies.js";
import { chosenRallies, type Order, type RallyChoice } from "../../match/rally-choice.js";
import { choiceStyles } from "../../styles/choices.styles.js";
import { controls } from "../../styles/controls.styles.js";
import { sectionStyles } from "../../styles/section.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import type { RallyChosenEvent } from "./rally-chosen-event.js";
import type { RallyChoiceEvent } from "./rally-filters.js";
import type { RallySavedEvent } from "./rally-form.js";
import { styles } from "./rallies.styles.js";

/** Notes of a result that say why there are no rallies, or that some may be missing. */
const REASONS = ["no_shuttle", "several_shuttles", "no_rallies"] as const;

/**
 * The rallies of a match: a list to choose from and play, and the chosen one with its hits. Whoever owns the video can correct them.
 *
 * @summary The rallies of a match.
 * @tagname ba-rallies
 *
 * @fires {BaCorrectionRequestEvent} ba-correction-request - The visitor corrects a rally or a hit.
 *
 * @csspart title - The heading.
 * @csspart message - Why there are no rallies, or that a correction is being computed.
 * @csspart filters - The `ba-rally-filters`.
 * @csspart detail - The `ba-rally-detail` of the chosen one.
 * @csspart add-button - Adds a rally.
 */
export class BaRallies extends LitElement {
  static override styles = [tokens, controls, choiceStyles, sectionStyles, styles];

  /** The completed analysis. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** What happened in the match; undefined before it has come, and where there is nothing. */
  @property({ attribute: false }) events: Events | undefined;

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  /** The newest events could not be had; whoever loads them says so. */
  @property({ type: Boolean }) failed = false;

  /** The page's address may lead to a rally, so that links to rallies are of use. */
  @property({ type: Boolean }) linked = false;

  /** A request is under way. */
  @property({ type: Boolean }) busy = false;

  @state() private choice: RallyChoice = {};
  @state() private order: Order = "time";
  /** Start of the rally that was chosen: numbers are others once a rally was added or removed. */
  @state() private chosenStart: number | undefined;
  @state() private adding = false;

  constructor() {
    super();
    this.addController(new WhenShown(this, ".clip", () => import("../clip-export/index.js")));
  }

  /** The rally that was chosen, as it is now: the one that begins nearest to where it began, within its time. */
  #chosen(events: Events): RallyOf | undefined {
    const start = this.chosenStart;
    if (start === undefined) return undefined;
    const index = events.rallies.findIndex(
      (rally) => Math.min(rally.start, rally.machine?.start ?? Infinity) - 1 <= start && start < rally.end,
    );
    return rallyOf(events, index);
  }

  private handleChosen({ index }: RallyChosenEvent): void {
    const rally = this.events?.rallies[index];
    if (!rally) return;
    this.chosenStart = rally.start;
    const span = shownSpan(rally, this.video?.results?.duration ?? Infinity);
    this.playhead?.perform({ type: "play-span", span }, { reveal: true });
  }

  private handleChoice({ choice, order }: RallyChoiceEvent): void {
    this.choice = choice;
    this.order = order;
  }

  private handleAdded({ change }: RallySavedEvent): void {
    this.adding = false;
    if (!change) return;
    const { is, winner } = change;
    const edit = winner === undefined ? { is } : { is, winner };
    const { correction, undo } = asked({ of: "rally", edit });
    this.dispatchEvent(new BaCorrectionRequestEvent(correction, undo));
  }

  /** Why there are no rallies, or what is to be known of them. */
  private reasons(): string[] {
    const { results, eventsUrl } = this.video ?? {};
    const notes = REASONS.filter((reason) => results?.notes.includes(reason)).map(
      (reason) => playerEn.summary.notes[reason],
    );
    if (notes.length > 0) return notes;
    if (eventsUrl === undefined) return [text.older];
    if (!this.events) return this.failed ? [] : [text.loading];
    return this.events.rallies.length === 0 ? [text.none] : [];
  }

  private renderMessages(): TemplateResult {
    const running = this.video?.update === "running";
    return html`<div class="messages" role="status">
      ${running ? html`<p class="message running" part="message"><span class="spinner"></span>${text.correct.running}</p>` : nothing}
      ${this.reasons().map((reason) => html`<p class="message" part="message">${reason}</p>`)}
    </div>`;
  }

  private renderDetail(events: Events, chosen: RallyOf | undefined): TemplateResult {
    const { rally, index } = chosen ?? {};
    return html`<ba-rally-detail
      class="detail"
      part="detail"
      exportparts="acts, facts, hits"
      .of=${chosen}
      .events=${events}
      .video=${this.video}
      .looks=${this.looks}
      .units=${this.units}
      .playhead=${this.playhead}
      ?linked=${this.linked}
      ?busy=${this.busy}
    >
      ${
        rally
          ? html`<div class="clip">
              <ba-clip-export
                .video=${this.video}
                .start=${rally.start}
                .end=${rally.end}
                .rally=${(index ?? 0) + 1}
                .hits=${events.hits}
              ></ba-clip-export>
            </div>`
          : nothing
      }
    </ba-rally-detail>`;
  }

  private renderList(events: Events): TemplateResult {
    const rallies = chosenRallies(events, this.choice, this.order);
    const chosen = this.#chosen(events);
    return html`<ba-rally-filters
        part="filters"
        .events=${events}
        .looks=${this.looks}
        .choice=${this.choice}
        .order=${this.order}
        @rally-choice=${this.handleChoice}
      ></ba-rally-filters>
      <p class="count" role="status">
        ${
          rallies.length === 0
            ? html`${text.noneFits}
                <button class="button" type="button" @click=${() => (this.choice = {})}>${text.everything}</button>`
            : text.shown(rallies.length, events.rallies.length)
        }
      </p>
      <div class="columns">
        <ba-rally-list
          exportparts="list, rally"
          .events=${events}
          .rallies=${rallies}
          .chosen=${chosen?.index}
          .looks=${this.looks}
          .units=${this.units}
          .playhead=${this.playhead}
          @rally-chosen=${this.handleChosen}
        ></ba-rally-list>
        ${this.renderDetail(events, chosen)}
      </div>`;
  }

  /** What only an owner sees. */
  private renderCorrection(events: Events): TemplateResult {
    const { results, edits = NO_CORRECTIONS } = this.video ?? {};
    const { correct } = text;
    return html`<div class="own">
      ${
        this.adding
          ? html`<p class="hint">${correct.addRallyHint}</p>
              <ba-rally-form
                .events=${events}
                .looks=${this.looks}
                .playhead=${this.playhead}
                .duration=${results?.duration ?? 0}
                .fps=${results?.fps ?? 30}
                ?busy=${this.busy}
                @rally-saved=${this.handleAdded}
              ></ba-rally-form>`
          : html`<button part="add-button" class="button" type="button" @click=${() => (this.adding = true)}>
              ${correct.addRally}
            </button>`
      }
      <ba-corrections
        exportparts="corrections, correction, undo"
        .edits=${edits}
        .events=${events}
        .looks=${this.looks}
        .playhead=${this.playhead}
        ?busy=${this.busy}
      ></ba-corrections>
    </div>`;
  }

  override render(): TemplateResult {
    const { events } = this;
    const seconds = events?.rallies.reduce((sum, { start, end }) => sum + end - start, 0) ?? 0;
    return html`<section aria-labelledby="title">
      <header>
        <h3 id="title" part="title">${text.title}</h3>
        ${events && events.rallies.length > 0 ? html`<p class="total">${text.total(events.rallies.length, seconds)}</p>` : nothing}
      </header>
      ${this.renderMessages()} ${events && events.rallies.length > 0 ? this.renderList(events) : nothing}
      ${events && this.video?.access === "owner" ? this.renderCorrection(events) : nothing}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-rallies": BaRallies;
  }
}
