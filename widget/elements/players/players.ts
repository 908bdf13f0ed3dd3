import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { PlayerName } from "../../../convex/contract/edits.js";
import type { VideoView } from "../../../convex/contract/video.js";
import type { Playhead } from "../../controllers/playhead.js";
import { BaNamesRequestEvent } from "../../events/names-request.js";
import { matchEn } from "../../i18n/en.match.js";
import { playersEn as text } from "../../i18n/en.players.js";
import { UNITS, type Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import { radioChoices } from "../../match/radio-choices.js";
import { choiceStyles } from "../../styles/choices.styles.js";
import { controls } from "../../styles/controls.styles.js";
import { markStyles } from "../../styles/marks.styles.js";
import { sectionStyles } from "../../styles/section.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import type { NameRequestEvent } from "../player-card/name-request-event.js";
import { styles } from "./players.styles.js";
import { UnitsRequestEvent } from "./units-request-event.js";

/**
 * The players of a match with their figures, and the choice of units.
 *
 * @summary The players' figures.
 * @tagname ba-players
 *
 * @fires {BaNamesRequestEvent} ba-names-request - The visitor has named a player.
 *
 * @csspart title - The heading.
 * @csspart units - The choice of units.
 * @csspart cards - The players' cards.
 */
export class BaPlayers extends LitElement {
  static override styles = [tokens, controls, markStyles, choiceStyles, sectionStyles, styles];

  /** The completed analysis. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** Who is shown, and how they are told apart. */
  @property({ attribute: false }) looks: readonly Look[] = [];

  /** km/h and metres, or mph and feet. */
  @property() units: Units = "metric";

  /** Ties this to the frame that the player shows. */
  @property({ attribute: false }) playhead: Playhead | undefined;

  get #names(): readonly PlayerName[] {
    return this.video?.names ?? [];
  }

  private handleName({ id, playerName }: NameRequestEvent): void {
    const others = this.#names.filter((named) => named.id !== id);
    const names = playerName === "" ? others : [...others, { id, name: playerName }];
    this.dispatchEvent(new BaNamesRequestEvent(names.toSorted((one, other) => one.id - other.id)));
  }

  private renderUnits(): TemplateResult {
    return html`<fieldset class="choices" part="units">
      ${radioChoices("units", matchEn.units.legend, UNITS, matchEn.units, this.units, (units) =>
        this.dispatchEvent(new UnitsRequestEvent(units)),
      )}
    </fieldset>`;
  }

  override render(): TemplateResult {
    const { results, access } = this.video ?? {};
    return html`<section aria-labelledby="title">
      <header>
        <h3 id="title" part="title">${text.title}</h3>
        ${results?.players.some(({ metrics }) => metrics) ? this.renderUnits() : nothing}
      </header>
      <div class="cards" part="cards">
        ${this.looks.map(
          (look) =>
            html`<ba-player-card
              class="p${look.id}"
              exportparts="card, shirt, figures, peak-button, bands, joints"
              .player=${results?.players.find(({ id }) => id === look.id)}
              .look=${look}
              .typed=${this.#names.find(({ id }) => id === look.id)?.name ?? ""}
              .duration=${results?.duration ?? 0}
              .units=${this.units}
              .playhead=${this.playhead}
              ?editable=${access === "owner"}
              @name-request=${this.handleName}
            ></ba-player-card>`,
        )}
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-players": BaPlayers;
  }
}
