import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { playerEn } from "../../i18n/en.player.js";
import { DEFAULT_LAYERS, LAYERS, type Layer, type Layers } from "../../overlay/layers.js";
import { barStyles } from "../player-controls/bar.styles.js";
import { icon } from "../player/icons.js";
import { BaLayersRequestEvent } from "../player/layers-request-event.js";
import { styles } from "./layer-menu.styles.js";

/** From what is most asked for to what is least: the topmost layer first. */
const OFFERED = LAYERS.toReversed();

/**
 * A button that opens a list of the overlay layers, each to be switched on and off.
 *
 * @summary Switches for what is drawn over the picture.
 * @tagname ba-layer-menu
 *
 * @fires {BaLayersRequestEvent} ba-layers-request - The visitor wants other layers.
 *
 * @csspart button - Opens and closes the list.
 * @csspart panel - The list.
 * @csspart switch - One layer's line.
 */
export class BaLayerMenu extends LitElement {
  static override styles = [barStyles, styles];

  /** Which layers are on. */
  @property({ attribute: false }) layers: Layers = DEFAULT_LAYERS;

  /** A court was found, and can be drawn. */
  @property({ type: Boolean }) court = false;

  /** The shuttle was followed, and can be drawn. */
  @property({ type: Boolean }) shuttle = false;

  @state() private open = false;

  @query("button") private button!: HTMLButtonElement;

  #listening: AbortController | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("focusout", this.closeOnLeave, { signal });
    this.addEventListener("keydown", this.closeOnEscape, { signal });
    document.addEventListener("pointerdown", this.closeOnPressElsewhere, { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening?.abort();
    this.open = false;
  }

  private closeOnLeave = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !this.shadowRoot?.contains(relatedTarget) && relatedTarget !== this)
      this.open = false;
  };

  private closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.open) return;
    event.stopPropagation();
    this.open = false;
    this.button.focus();
  };

  private closeOnPressElsewhere = (event: PointerEvent): void => {
    if (!event.composedPath().includes(this)) this.open = false;
  };

  private toggleOpen(): void {
    this.open = !this.open;
  }

  private requestLayer(layer: Layer): void {
    this.dispatchEvent(new BaLayersRequestEvent({ ...this.layers, [layer]: !this.layers[layer] }));
  }

  private renderSwitch(layer: Layer): TemplateResult {
    return html`<label part="switch">
      <input
        type="checkbox"
        role="switch"
        name=${layer}
        .checked=${this.layers[layer]}
        @change=${() => this.requestLayer(layer)}
      />
      ${playerEn.player.layer[layer]}
    </label>`;
  }

  override render(): TemplateResult {
    return html`
      <button
        part="button"
        type="button"
        aria-expanded=${this.open}
        aria-controls="panel"
        aria-label=${playerEn.player.layers}
        title=${playerEn.player.layers}
        @click=${this.toggleOpen}
      >
        ${icon("layers")}
      </button>
      <div id="panel">
        ${
          this.open
            ? html`<fieldset part="panel">
                <legend>${playerEn.player.layersLegend}</legend>
                ${OFFERED.filter((layer) => (layer === "court" ? this.court : layer !== "shuttle" || this.shuttle)).map((layer) => this.renderSwitch(layer))}
              </fieldset>`
            : nothing
        }
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-layer-menu": BaLayerMenu;
  }
}
