import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { MAX_NAME_LENGTH } from "../../../convex/contract/edits.js";
import { playersEn as text } from "../../i18n/en.players.js";
import { controls } from "../../styles/controls.styles.js";
import { fieldStyles } from "../../styles/fields.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { NameRequestEvent } from "./name-request-event.js";
import { styles } from "./player-name.styles.js";

/**
 * A player's name, which an owner may change in place.
 *
 * @summary An editable name.
 * @tagname ba-player-name
 *
 * @csspart name - The name.
 * @csspart rename-button - Begins to change it.
 * @csspart field - Takes another.
 */
export class BaPlayerName extends LitElement {
  static override styles = [tokens, controls, fieldStyles, styles];

  /** Identity of the player, 1 to 4. */
  @property({ type: Number }) identity = 1;

  /** What the player is called. */
  @property() name = "";

  /** What was typed before; empty where nothing was. */
  @property() typed = "";

  /** The visitor may change the name. */
  @property({ type: Boolean }) editable = false;

  @state() private editing = false;

  @query("input") private field!: HTMLInputElement | null;
  @query("button") private button!: HTMLButtonElement | null;

  private async begin(): Promise<void> {
    this.editing = true;
    await this.updateComplete;
    this.field?.select();
  }

  /** Ends the editing; the focus goes back to where it began, unless it is elsewhere already. */
  private async end(save: boolean, refocus: boolean): Promise<void> {
    if (!this.editing) return;
    const playerName = (this.field?.value ?? "").trim();
    this.editing = false;
    if (save && playerName !== this.typed) this.dispatchEvent(new NameRequestEvent(this.identity, playerName));
    await this.updateComplete;
    if (refocus) this.button?.focus();
  }

  private handleKey(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      void this.end(event.key === "Enter", true);
    }
  }

  override render(): TemplateResult {
    if (this.editing) {
      return html`<input
          part="field"
          type="text"
          autocomplete="off"
          maxlength=${MAX_NAME_LENGTH}
          .value=${this.typed}
          placeholder=${this.name}
          aria-label=${text.name}
          aria-describedby="hint"
          @keydown=${this.handleKey}
          @blur=${() => void this.end(true, false)}
        /><span id="hint" class="visually-hidden">${text.nameHint}</span>`;
    }
    return html`<span part="name" class="name">${this.name}</span>${
        this.editable
          ? html`<button
              part="rename-button"
              class="rename"
              type="button"
              aria-label=${text.rename(this.name)}
              title=${text.rename(this.name)}
              @click=${this.begin}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m4 20 1-4L16 5l3 3L8 19zM14 7l3 3" /></svg>
            </button>`
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-player-name": BaPlayerName;
  }
}
