import { consume } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { BaAgainRequestEvent } from "../../events/again-request.js";
import { BaDeleteRequestEvent } from "../../events/delete-request.js";
import { BaNewRequestEvent } from "../../events/new-request.js";
import { en } from "../../i18n/en.js";
import { stateContext } from "../../store/contexts.js";
import type { State } from "../../store/state.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./actions.styles.js";

/** What is not done without asking. */
type Question = "again" | "delete";

/**
 * What an owner can do with a finished video: go on to another one, have it analysed once more, or delete it; the latter two after a question.
 *
 * @summary Actions on a finished video.
 * @tagname ba-actions
 *
 * @fires {BaNewRequestEvent} ba-new-request - The visitor wants to go on to another video.
 * @fires {BaAgainRequestEvent} ba-again-request - The visitor wants the video analysed once more, and has confirmed it.
 * @fires {BaDeleteRequestEvent} ba-delete-request - The visitor wants the video deleted, and has confirmed it.
 *
 * @csspart actions - The row of buttons.
 * @csspart question - Asks whether to do it.
 * @csspart new-button - Goes on to another video.
 * @csspart again-button - Asks whether to analyse once more.
 * @csspart delete-button - Asks whether to delete.
 * @csspart confirm-button - Does it.
 * @csspart keep-button - Leaves the video as it is.
 */
export class BaActions extends LitElement {
  static override styles = [tokens, controls, styles];

  /** What the element around it shows; comes by context inside of `<badminton-analyzer>`. */
  @consume({ context: stateContext, subscribe: true })
  @property({ attribute: false })
  state?: State;

  @query(".keep") private readonly keepButton!: HTMLButtonElement | null;
  /** What the visitor is asked about. */
  @state() private asked: Question | undefined;

  private requestNew(): void {
    this.dispatchEvent(new BaNewRequestEvent());
  }

  private async ask(question: Question): Promise<void> {
    this.asked = question;
    await this.updateComplete;
    // The safe answer gets the focus.
    this.keepButton?.focus();
  }

  private async keep(): Promise<void> {
    const { asked } = this;
    this.asked = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`.${asked}`)?.focus();
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.asked) {
      event.stopPropagation();
      void this.keep();
    }
  }

  private confirm(): void {
    const { asked } = this;
    this.asked = undefined;
    this.dispatchEvent(asked === "again" ? new BaAgainRequestEvent() : new BaDeleteRequestEvent());
  }

  override render() {
    const view = this.state?.view;
    const owner = view?.name === "done" && view.video.access === "owner";
    if (!owner) {
      return nothing;
    }
    return html`<div
      part="actions"
      class="actions"
      role="group"
      aria-label=${en.actions.label}
      @keydown=${this.handleKey}
    >
      ${this.asked ? this.renderQuestion(this.asked) : this.renderChoices()}
    </div>`;
  }

  private renderChoices() {
    const { fixed = false, busy = false } = this.state ?? {};
    return html`
      ${
        fixed
          ? nothing
          : html`<button part="new-button" class="button" type="button" ?disabled=${busy} @click=${this.requestNew}>
              ${en.actions.another}
            </button>`
      }
      <button
        part="again-button"
        class="button quiet again"
        type="button"
        ?disabled=${busy}
        @click=${() => this.ask("again")}
      >
        ${en.actions.again}
      </button>
      <button
        part="delete-button"
        class="button quiet delete"
        type="button"
        ?disabled=${busy}
        @click=${() => this.ask("delete")}
      >
        ${en.actions.remove}
      </button>
    `;
  }

  private renderQuestion(asked: Question) {
    const [question, yes] =
      asked === "again" ? [en.actions.againAsk, en.actions.againYes] : [en.actions.removeAsk, en.actions.removeYes];
    return html`
      <p part="question" class="question" id="question">${question}</p>
      <button
        part="confirm-button"
        class="button ${asked === "delete" ? "danger" : "primary"}"
        type="button"
        aria-describedby="question"
        @click=${this.confirm}
      >
        ${yes}
      </button>
      <button part="keep-button" class="button keep" type="button" aria-describedby="question" @click=${this.keep}>
        ${en.actions.removeNo}
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-actions": BaActions;
  }
}
