import { html, LitElement, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { styleProperties } from "../../utils/style-properties.js";
import type { Span } from "../../controllers/playback-state.js";
import { playerEn } from "../../i18n/en.player.js";
import { BaPlaybackRequestEvent } from "../player/playback-request-event.js";
import { styles } from "./seek-bar.styles.js";

/** Finest step of the slider, seconds: below the time between two frames. */
const STEP_SECONDS = 0.001;

/**
 * A slider over a video's length that shows what is played and what is buffered, and speaks the time in words.
 *
 * @summary The player's position, to be moved.
 * @tagname ba-seek-bar
 *
 * @fires {BaPlaybackRequestEvent} ba-playback-request - The visitor wants to be elsewhere.
 *
 * @csspart track - The whole length.
 * @csspart buffered - A span that is ready to play.
 * @csspart played - The span before the position.
 * @csspart slider - The slider itself.
 *
 * @cssproperty [--ba-player-track=rgb(255 255 255 / 28%)] - Colour of the whole length.
 * @cssproperty [--ba-player-buffered=rgb(255 255 255 / 45%)] - Colour of what is ready to play.
 * @cssproperty [--ba-player-played=#4fd1a1] - Colour of what is played.
 */
export class BaSeekBar extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = styles;

  /** Position, seconds. */
  @property({ attribute: false }) time = 0;

  /** Length, seconds. */
  @property({ attribute: false }) duration = 0;

  /** What is ready to play, seconds. */
  @property({ attribute: false }) buffered: readonly Span[] = [];

  @query("input") private input!: HTMLInputElement;

  private requestSeek(): void {
    this.dispatchEvent(new BaPlaybackRequestEvent({ type: "seek", seconds: this.input.valueAsNumber }));
  }

  private renderSpan(name: string, part: string, { start, end }: Span): TemplateResult {
    const share = (seconds: number) => `${(100 * seconds) / Math.max(this.duration, STEP_SECONDS)}%`;
    const place = styleProperties({ "inset-inline-start": share(start), "inline-size": share(end - start) });
    return html`<div class="span ${name}" part=${part} style=${place}></div>`;
  }

  override render(): TemplateResult {
    return html`
      <div class="bar">
        <div class="track" part="track">
          ${this.buffered.map((span) => this.renderSpan("", "buffered", span))}
          ${this.renderSpan("played", "played", { start: 0, end: Math.min(this.time, this.duration) })}
        </div>
        <input
          part="slider"
          type="range"
          min="0"
          max=${this.duration}
          step=${STEP_SECONDS}
          .value=${live(String(this.time))}
          ?disabled=${this.duration === 0}
          aria-label=${playerEn.player.seek}
          aria-valuetext=${playerEn.player.position(this.time, this.duration)}
          @input=${this.requestSeek}
        />
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-seek-bar": BaSeekBar;
  }
}
