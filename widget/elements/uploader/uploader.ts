import { consume } from "@lit/context";
import { html, LitElement, nothing, svg } from "lit";
import { property, query, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import { MAX_VIDEO_BYTES } from "../../../convex/contract/limits.js";
import { acceptedFiles } from "../../client/file-check.js";
import { BaFileRequestEvent } from "../../events/file-request.js";
import { en } from "../../i18n/en.js";
import { stateContext } from "../../store/contexts.js";
import type { State } from "../../store/state.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./uploader.styles.js";

/**
 * Takes a video by drag and drop or through the file picker.
 *
 * @summary Drop zone and file picker.
 * @tagname ba-uploader
 *
 * @fires {BaFileRequestEvent} ba-file-request - The visitor has chosen or dropped a file.
 *
 * @csspart dropzone - The area that takes a dropped file.
 * @csspart icon - The picture in the area.
 * @csspart title - The heading.
 * @csspart hint - The texts below the heading.
 * @csspart choose-button - Opens the file picker.
 */
export class BaUploader extends LitElement {
  static override styles = [tokens, controls, styles];

  /** What the element around it shows; comes by context inside of `<badminton-analyzer>`. */
  @consume({ context: stateContext, subscribe: true })
  @property({ attribute: false })
  state?: State;

  @query("input") private readonly input!: HTMLInputElement | null;
  @state() private over = false;
  @state() private tookFirst = false;

  private get checking(): string | undefined {
    return this.state?.view.name === "checking" ? this.state.view.filename : undefined;
  }

  private openPicker(): void {
    if (this.checking === undefined) {
      this.input?.click();
    }
  }

  private handlePick(): void {
    this.take(this.input?.files);
    if (this.input) {
      // The same file may be chosen again.
      this.input.value = "";
    }
  }

  private handleDrag(event: DragEvent): void {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      this.over = true;
    }
  }

  private handleLeave(event: DragEvent): void {
    const within = event.relatedTarget instanceof Node && this.renderRoot.contains(event.relatedTarget);
    this.over = within;
  }

  private handleDrop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    this.take(event.dataTransfer?.files);
  }

  private take(files: FileList | null | undefined): void {
    const file = files?.[0];
    if (files && file && this.checking === undefined) {
      this.tookFirst = files.length > 1;
      this.dispatchEvent(new BaFileRequestEvent(file));
    }
  }

  override render() {
    const { checking } = this;
    return html`
      <div
        part="dropzone"
        class=${classMap({ dropzone: true, over: this.over, busy: checking !== undefined })}
        @click=${this.openPicker}
        @dragenter=${this.handleDrag}
        @dragover=${this.handleDrag}
        @dragleave=${this.handleLeave}
        @drop=${this.handleDrop}
      >
        ${picture}
        <h2 part="title">${en.uploader.title}</h2>
        <p part="hint" class="checking">${this.hint(checking)}</p>
        <button part="choose-button" class="button primary" type="button" ?disabled=${checking !== undefined}>
          ${en.uploader.choose}
        </button>
        <p part="hint" class="limits">${en.uploader.limits(MAX_VIDEO_BYTES)}</p>
        ${this.tookFirst ? html`<p part="hint" class="limits">${en.uploader.single}</p>` : nothing}
      </div>
      <input type="file" hidden accept=${acceptedFiles} aria-label=${en.uploader.choose} @change=${this.handlePick} />
    `;
  }

  private hint(checking: string | undefined): string {
    if (checking !== undefined) {
      return en.uploader.checking(checking);
    }
    return this.over ? en.uploader.dropNow : en.uploader.drop;
  }
}

/** A shuttlecock on its way down. */
const picture = html`<svg part="icon" class="picture" viewBox="0 0 64 64" fill="none" aria-hidden="true">
  ${svg`<g
    transform="rotate(28 32 32)"
    stroke="currentColor"
    stroke-width="2.5"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <path d="m25 45-11-31q6-5 12-2 6-5 12 0 6-3 12 2l-11 31Z" fill="currentColor" fill-opacity="0.12" />
    <path d="M29.5 45 26 12M34.5 45 38 12M18.5 27q13.5 4.5 27 0" opacity="0.6" />
    <path d="M25 45h14v3a7 7 0 0 1-14 0Z" fill="currentColor" />
  </g>`}
</svg>`;

declare global {
  interface HTMLElementTagNameMap {
    "ba-uploader": BaUploader;
  }
}
