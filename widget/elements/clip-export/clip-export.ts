import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Hit } from "../../../convex/contract/events.js";
import type { VideoView } from "../../../convex/contract/video.js";
import { canEncode } from "../../clip/encoder.js";
import type { Clip, ClipRequest } from "../../clip/export.js";
import { ClipError, type ClipProblem } from "../../clip/problem.js";
import { clipName, clipSpan } from "../../clip/span.js";
import { loadLayers } from "../../controllers/playback-layers.js";
import { BaClipSaveEvent } from "../../events/clip-save.js";
import { clipEn as text } from "../../i18n/en.clip.js";
import { playerEn } from "../../i18n/en.player.js";
import { anyOn, DEFAULT_LAYERS } from "../../overlay/layers.js";
import { controls } from "../../styles/controls.styles.js";
import { overlayLook } from "../../styles/overlay-look.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { readStyle } from "../overlay/read-style.js";
import { styles } from "./clip-export.styles.js";

type Work =
  | { readonly name: "idle" }
  | { readonly name: "making"; readonly share: number }
  | { readonly name: "made"; readonly clip: Clip; readonly url: string }
  | { readonly name: "failed"; readonly problem: ClipProblem };

const IDLE: Work = { name: "idle" };

/**
 * Saves a rally as a video file of its own. The file is made in the browser, from the parts of the video that it shows; what makes it is
 * loaded when it is asked for.
 *
 * @summary Saves a rally as an MP4 clip.
 * @tagname ba-clip-export
 *
 * @fires {BaClipSaveEvent} ba-clip-save - A clip was made, and is being saved.
 *
 * @csspart save-button - Makes the clip.
 * @csspart draw - The choice of drawing the overlay into it.
 * @csspart bar - How far it has come.
 * @csspart cancel-button - Stops making it.
 * @csspart download - Saves the file once more.
 * @csspart message - What is to be known of the clip, or why there is none.
 */
export class BaClipExport extends LitElement {
  static override styles = [tokens, controls, overlayLook, styles];

  /** The analysed video. */
  @property({ attribute: false }) video: VideoView | undefined;

  /** When the rally begins in the video, seconds. */
  @property({ type: Number }) start = 0;

  /** When it ends. */
  @property({ type: Number }) end = 0;

  /** The hits of the match, to be drawn in with the shuttle. */
  @property({ attribute: false }) hits: readonly Hit[] = [];

  /** The rally's number in the match, from 1. */
  @property({ type: Number }) rally = 1;

  @state() private work = IDLE;
  @state() private drawable = false;
  @state() private draw = false;

  @query(".probe") private probe!: HTMLElement;

  #making: AbortController | undefined;
  #hadFocus = false;

  override connectedCallback(): void {
    super.connectedCallback();
    // What was let go when it left the page cannot be saved any more.
    this.#reset();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#reset();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const another = changed.get("video")?.renditionUrl !== this.video?.renditionUrl;
    if (changed.has("start") || changed.has("end") || (changed.has("video") && another)) this.#reset();
    if (changed.has("video")) void this.#findOut();
    this.#hadFocus = this.shadowRoot?.activeElement != null;
  }

  protected override updated(): void {
    // What had the focus may be gone: what stands in its place has it then.
    if (this.#hadFocus && this.shadowRoot?.activeElement == null)
      this.renderRoot.querySelector<HTMLElement>("a, button")?.focus();
  }

  /** Drawing needs frame data, and an encoder for pictures of this size. */
  async #findOut(): Promise<void> {
    const { video } = this;
    const { videoWidth = 0, videoHeight = 0 } = video?.results ?? {};
    const hasData = (video?.segments?.length ?? 0) > 0;
    const drawable = hasData && (await canEncode(videoWidth, videoHeight));
    if (video === this.video) this.drawable = drawable;
  }

  #reset(): void {
    this.#making?.abort();
    this.#making = undefined;
    if (this.work.name === "made") URL.revokeObjectURL(this.work.url);
    this.work = IDLE;
  }

  get #filename(): string {
    return clipName(this.video?.filename ?? "", text.rally(this.rally));
  }

  /** What the visitor sees over the picture; what is usual where that is nothing. */
  get #drawing(): ClipRequest["drawing"] {
    if (!this.draw || !this.drawable) return undefined;
    const chosen = loadLayers();
    const { names = [] } = this.video ?? {};
    return {
      layers: anyOn(chosen) ? chosen : DEFAULT_LAYERS,
      style: readStyle(this.probe),
      label: (id) => names.find((named) => named.id === id)?.name ?? playerEn.player.name(id),
      hits: this.hits,
    };
  }

  private async make(): Promise<void> {
    const { video, start, end } = this;
    if (!video) return;
    this.#reset();
    const making = new AbortController();
    const { signal } = making;
    this.#making = making;
    this.work = { name: "making", share: 0 };
    const span = clipSpan({ start, end }, video.results?.duration ?? end);
    try {
      const { exportClip } = await import("../../clip/export.js");
      const onProgress = (share: number) => {
        if (!signal.aborted) this.work = { name: "making", share };
      };
      const drawing = this.#drawing;
      const clip = await exportClip({ video, span, signal, onProgress, ...(drawing ? { drawing } : {}) });
      signal.throwIfAborted();
      this.work = { name: "made", clip, url: URL.createObjectURL(clip.file) };
    } catch (cause) {
      if (!signal.aborted)
        this.work = { name: "failed", problem: cause instanceof ClipError ? cause.problem : "failed" };
      return;
    }
    await this.updateComplete;
    this.dispatchEvent(
      new BaClipSaveEvent({ videoId: video.videoId, filename: this.#filename, file: this.work.clip.file, ...span }),
    );
    this.renderRoot.querySelector("a")?.click();
  }

  private cancel(): void {
    this.#reset();
  }

  private choose({ currentTarget }: Event): void {
    this.draw = (currentTarget as HTMLInputElement).checked;
  }

  private renderStart(label: string): TemplateResult {
    return html`
      <button part="save-button" class="button" type="button" @click=${this.make}>${label}</button>
      ${
        this.drawable
          ? html`<label part="draw"
              ><input type="checkbox" .checked=${this.draw} @change=${this.choose} />${text.draw}</label
            >`
          : nothing
      }
    `;
  }

  private renderWork(): TemplateResult {
    const { work } = this;
    switch (work.name) {
      case "idle":
        return this.renderStart(text.save);
      case "making":
        return html`
          <progress
            part="bar"
            max="1"
            .value=${work.share}
            aria-label=${text.making(text.rally(this.rally))}
          ></progress>
          <span class="percent" aria-hidden="true">${text.percent(work.share)}</span>
          <button part="cancel-button" class="button" type="button" @click=${this.cancel}>${text.cancel}</button>
        `;
      case "made":
        return html`
          <a part="download" class="button" href=${work.url} download=${this.#filename}
            >${text.download(work.clip.file.size)}</a
          >
          ${this.renderStart(text.again)}
        `;
      case "failed":
        return this.renderStart(text.retry);
    }
  }

  private get messages(): readonly string[] {
    const { work } = this;
    if (work.name === "failed") return [text.problems[work.problem]];
    if (work.name !== "made") return [];
    const { early, mute } = work.clip;
    return [text.ready, ...(early > 0 ? [text.early(early)] : []), ...(mute ? [text.mute] : [])];
  }

  override render(): TemplateResult {
    return html`
      <div class="row">${this.renderWork()}</div>
      <div role="status">
        ${this.messages.map(
          (message) => html`<p part="message" class=${this.work.name === "failed" ? "trouble" : ""}>${message}</p>`,
        )}
      </div>
      <div class="probe" aria-hidden="true"></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-clip-export": BaClipExport;
  }
}
