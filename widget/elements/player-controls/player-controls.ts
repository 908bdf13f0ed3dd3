import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Events } from "../../../convex/contract/events.js";
import { USUAL_MODES, type PlayModes } from "../../controllers/play-modes.js";
import { RATES, type PlaybackCommand } from "../../controllers/playback-commands.js";
import { INITIAL_STATE, type PlaybackState } from "../../controllers/playback-state.js";
import { en } from "../../i18n/en.js";
import { playerEn } from "../../i18n/en.player.js";
import { DEFAULT_LAYERS, type Layers } from "../../overlay/layers.js";
import { icon, type IconName } from "../player/icons.js";
import { BaPlaybackRequestEvent } from "../player/playback-request-event.js";
import { barStyles } from "./bar.styles.js";
import { styles } from "./player-controls.styles.js";

/**
 * The bar below the picture: shows how the video plays, and asks for what the visitor wants. It changes nothing itself.
 *
 * @summary The player's buttons and sliders.
 * @tagname ba-player-controls
 *
 * @fires {BaPlaybackRequestEvent} ba-playback-request - The visitor wants to play, pause, seek, step or the like.
 * @fires {BaLayersRequestEvent} ba-layers-request - The visitor wants other overlay layers.
 *
 * @csspart seek-bar - The position slider.
 * @csspart buttons - The row of buttons.
 * @csspart button - One button.
 * @csspart time - Position and length.
 * @csspart volume - The volume slider.
 * @csspart rate - The choice of speed.
 * @csspart layer-menu - The overlay switches.
 * @csspart rallies - The buttons for rallies.
 *
 * @cssproperty [--ba-player-bar=#11161b] - Background of the bar.
 * @cssproperty [--ba-player-on-bar=#f2f5f4] - Text and icons on the bar.
 * @cssproperty [--ba-player-panel=#1c242b] - Background of what opens from the bar.
 * @cssproperty [--ba-player-focus=#8ab8ff] - The ring around the control that has the focus.
 */
export class BaPlayerControls extends LitElement {
  static override styles = [barStyles, styles];

  /** How the video plays. */
  @property({ attribute: false }) state: PlaybackState = INITIAL_STATE;

  /** Which overlay layers are on. */
  @property({ attribute: false }) layers: Layers = DEFAULT_LAYERS;

  /** Length of the video, seconds. */
  @property({ attribute: false }) duration = 0;

  /** The video has sound. */
  @property({ type: Boolean }) audible = false;

  /** There are overlays to switch. */
  @property({ type: Boolean }) overlays = false;

  /** A court was found, and can be drawn. */
  @property({ type: Boolean }) court = false;

  /** The shuttle was followed, and can be drawn. */
  @property({ type: Boolean }) shuttle = false;

  /** What happened in the match. */
  @property({ attribute: false }) events: Events | undefined;

  /** How the match is being played. */
  @property({ attribute: false }) modes: PlayModes = USUAL_MODES;

  /** `possible`: may fill the screen; `active`: does. */
  @property({ attribute: false }) fullscreen: "impossible" | "possible" | "active" = "impossible";

  private request(command: PlaybackCommand): void {
    this.dispatchEvent(new BaPlaybackRequestEvent(command));
  }

  private requestVolume({ currentTarget }: Event): void {
    if (currentTarget instanceof HTMLInputElement)
      this.request({ type: "volume", volume: currentTarget.valueAsNumber });
  }

  private requestRate({ currentTarget }: Event): void {
    if (currentTarget instanceof HTMLSelectElement) this.request({ type: "rate", rate: Number(currentTarget.value) });
  }

  private renderButton(name: IconName, label: string, command: PlaybackCommand, className = ""): TemplateResult {
    return html`<button
      part="button"
      class=${className}
      type="button"
      aria-label=${label}
      title=${label}
      @click=${() => this.request(command)}
    >
      ${icon(name)}
    </button>`;
  }

  private renderPlay(): TemplateResult {
    const { paused, ended } = this.state;
    const [name, label]: [IconName, string] = ended
      ? ["replay", playerEn.player.replay]
      : paused
        ? ["play", playerEn.player.play]
        : ["pause", playerEn.player.pause];
    return this.renderButton(name, label, { type: "toggle" });
  }

  private renderSound(): TemplateResult | typeof nothing {
    if (!this.audible) return nothing;
    const silent = this.state.muted || this.state.volume === 0;
    return html`
      ${this.renderButton(silent ? "muted" : "sound", silent ? playerEn.player.unmute : playerEn.player.mute, { type: "mute" })}
      <input
        class="volume"
        part="volume"
        type="range"
        min="0"
        max="1"
        step="0.05"
        data-keys="volume"
        .value=${live(String(silent ? 0 : this.state.volume))}
        aria-label=${playerEn.player.volume}
        aria-valuetext=${en.percent(silent ? 0 : this.state.volume)}
        @input=${this.requestVolume}
      />
    `;
  }

  private renderRate(): TemplateResult {
    return html`<select
      class="rate"
      part="rate"
      aria-label=${playerEn.player.rate}
      title=${playerEn.player.rate}
      @change=${this.requestRate}
    >
      ${RATES.map(
        (rate) =>
          html`<option value=${rate} .selected=${live(rate === this.state.rate)}>
            ${playerEn.player.rateValue(rate)}
          </option>`,
      )}
    </select>`;
  }

  private renderFullscreen(): TemplateResult | typeof nothing {
    if (this.fullscreen === "impossible") return nothing;
    return this.fullscreen === "active"
      ? this.renderButton("exitFullscreen", playerEn.player.exitFullscreen, { type: "fullscreen" }, "fullscreen")
      : this.renderButton("fullscreen", playerEn.player.fullscreen, { type: "fullscreen" }, "fullscreen");
  }

  override render(): TemplateResult {
    const { currentTime, buffered } = this.state;
    return html`
      <ba-seek-bar part="seek-bar" .time=${currentTime} .duration=${this.duration} .buffered=${buffered}></ba-seek-bar>
      <div class="row" part="buttons">
        ${this.renderPlay()} ${this.renderButton("frameBack", playerEn.player.frameBack, { type: "step", frames: -1 })}
        ${this.renderButton("frameForward", playerEn.player.frameForward, { type: "step", frames: 1 })}
        ${this.renderSound()}
        <span class="time" part="time"
          >${playerEn.player.clock(currentTime)} / ${playerEn.player.clock(this.duration)}</span
        >
        <span class="space"></span>
        ${this.renderRate()}
        ${this.overlays ? html`<ba-layer-menu part="layer-menu" .layers=${this.layers} ?court=${this.court} ?shuttle=${this.shuttle}></ba-layer-menu>` : nothing}
        ${this.renderFullscreen()}
      </div>
      ${
        (this.events?.rallies.length ?? 0) > 0
          ? html`<ba-rally-controls
              part="rallies"
              exportparts="button"
              .events=${this.events}
              .time=${currentTime}
              .modes=${this.modes}
            ></ba-rally-controls>`
          : nothing
      }
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-player-controls": BaPlayerControls;
  }
}
