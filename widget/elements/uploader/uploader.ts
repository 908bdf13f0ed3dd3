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
    if (file && this.checking === undefined) {
      this.tookFirst = (files?.length ?? 0) > 1;
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

/** A shuttlecock on its way up. */
const picture = html`<svg part="icon" class="picture" viewBox="0 0 64 64" fill="none" aria-hidden="true">
  ${svg`<g stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
    <path d="M20 36 8 18l14 4 0-14 12 12 8-11 1 16" opacity="0.45" />
    <path d="M20 36 8 18M28 30 22 8M36 33 42 9" />
    <path d="M13 25c7-3 16-5 25-4" opacity="0.45" />
    <path d="M18 35c3-5 12-8 20-3 3 7 1 15-5 19-8 4-17-5-15-16Z" fill="currentColor" fill-opacity="0.15" />
  </g>`}
</svg>`;

declare global {
  interface HTMLElementTagNameMap {
    "ba-uploader": BaUploader;
  }
}
