import { consume } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { BaDeleteRequestEvent } from "../../events/delete-request.js";
import { BaNewRequestEvent } from "../../events/new-request.js";
import { en } from "../../i18n/en.js";
import { stateContext } from "../../store/contexts.js";
import type { State } from "../../store/state.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./actions.styles.js";

/**
 * What an owner can do with a finished video: go on to another one, or delete it after a question.
 *
 * @summary Actions on a finished video.
 * @tagname ba-actions
 *
 * @fires {BaNewRequestEvent} ba-new-request - The visitor wants to go on to another video.
 * @fires {BaDeleteRequestEvent} ba-delete-request - The visitor wants the video deleted, and has confirmed it.
 *
 * @csspart actions - The row of buttons.
 * @csspart question - Asks whether to delete.
 * @csspart new-button - Goes on to another video.
 * @csspart delete-button - Asks whether to delete.
 * @csspart confirm-button - Deletes.
 * @csspart keep-button - Does not delete.
 */
export class BaActions extends LitElement {
  static override styles = [tokens, controls, styles];

  /** What the element around it shows; comes by context inside of `<badminton-analyzer>`. */
  @consume({ context: stateContext, subscribe: true })
  @property({ attribute: false })
  state?: State;

  @query(".keep") private readonly keepButton!: HTMLButtonElement | null;
  @query(".delete") private readonly deleteButton!: HTMLButtonElement | null;
  @state() private asking = false;

  private requestNew(): void {
    this.dispatchEvent(new BaNewRequestEvent());
  }

  private async ask(): Promise<void> {
    this.asking = true;
    await this.updateComplete;
    // The safe answer gets the focus.
    this.keepButton?.focus();
  }

  private async keep(): Promise<void> {
    this.asking = false;
    await this.updateComplete;
    this.deleteButton?.focus();
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.asking) {
      event.stopPropagation();
      void this.keep();
    }
  }

  private requestDelete(): void {
    this.asking = false;
    this.dispatchEvent(new BaDeleteRequestEvent());
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
      ${this.asking ? this.renderQuestion() : this.renderChoices()}
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
      <button part="delete-button" class="button quiet delete" type="button" ?disabled=${busy} @click=${this.ask}>
        ${en.actions.remove}
      </button>
    `;
  }

  private renderQuestion() {
    return html`
      <p part="question" class="question" id="question">${en.actions.removeAsk}</p>
      <button
        part="confirm-button"
        class="button danger"
        type="button"
        aria-describedby="question"
        @click=${this.requestDelete}
      >
        ${en.actions.removeYes}
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
