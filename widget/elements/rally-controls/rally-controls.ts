import { html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Events } from "../../../convex/contract/events.js";
import type { PlaybackCommand } from "../../controllers/playback-commands.js";
import { USUAL_MODES, type PlayModes } from "../../controllers/play-modes.js";
import { playerEn } from "../../i18n/en.player.js";
import { rallyAt } from "../../match/rallies.js";
import { barStyles } from "../player-controls/bar.styles.js";
import { icon, type IconName } from "../player/icons.js";
import { BaPlaybackRequestEvent } from "../player/playback-request-event.js";
import { styles } from "./rally-controls.styles.js";

const text = playerEn.rallies;

/**
 * Leads from rally to rally and from hit to hit, and says how the match is to be played. It changes nothing itself.
 *
 * @summary The player's buttons for rallies.
 * @tagname ba-rally-controls
 *
 * @fires {BaPlaybackRequestEvent} ba-playback-request - The visitor wants to be elsewhere in the match, or to have it played in another way.
 *
 * @csspart button - One button.
 * @csspart rally - Which rally it is.
 */
export class BaRallyControls extends LitElement {
  static override styles = [barStyles, styles];

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** Position in the video, seconds. */
  @property({ type: Number }) time = 0;

  /** How the match is being played. */
  @property({ attribute: false }) modes: PlayModes = USUAL_MODES;

  private request(command: PlaybackCommand): void {
    this.dispatchEvent(new BaPlaybackRequestEvent(command));
  }

  private renderButton(name: IconName, label: string, key: string, command: PlaybackCommand): TemplateResult {
    return html`<button
      part="button"
      type="button"
      aria-label=${label}
      aria-keyshortcuts=${key}
      title=${text.withKey(label, key)}
      @click=${() => this.request(command)}
    >
      ${icon(name)}
    </button>`;
  }

  private renderSwitch(
    name: IconName,
    label: string,
    key: string,
    on: boolean,
    command: PlaybackCommand,
  ): TemplateResult {
    return html`<button
      part="button"
      type="button"
      aria-pressed=${on}
      aria-label=${label}
      aria-keyshortcuts=${key}
      title=${text.withKey(label, key)}
      @click=${() => this.request(command)}
    >
      ${icon(name)}
    </button>`;
  }

  override render(): TemplateResult {
    const { events, modes } = this;
    const count = events?.rallies.length ?? 0;
    const index = events ? rallyAt(events, this.time) : -1;
    return html`<div class="row" role="group" aria-label=${text.group}>
      <div class="together">
        ${this.renderButton("rallyBack", text.previous, "P", { type: "rally", direction: -1 })}
        <span class="rally" part="rally">${index < 0 ? text.count(count) : text.number(index + 1, count)}</span>
        ${this.renderButton("rallyForward", text.next, "N", { type: "rally", direction: 1 })}
      </div>
      <span class="space"></span>
      <div class="together">
        ${this.renderButton("hitBack", text.previousHit, "G", { type: "hit", direction: -1 })}
        ${this.renderButton("hitForward", text.nextHit, "H", { type: "hit", direction: 1 })}
        ${this.renderSwitch("ralliesOnly", text.only, "R", modes.only !== undefined, { type: "rallies-only" })}
        ${this.renderSwitch("loop", text.loop, "O", modes.loop !== undefined, { type: "loop" })}
        ${this.renderSwitch("slow", text.slow, "S", modes.slowHits, { type: "slow-hits" })}
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-rally-controls": BaRallyControls;
  }
}
