import { html, LitElement, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import type { Hit } from "../../../convex/contract/events.js";
import type { CourtSource } from "../../court/shots.js";
import { FrameClock, presentedFrame } from "../../overlay/clock.js";
import { anyOn, DEFAULT_LAYERS, type Layers } from "../../overlay/layers.js";
import { paint } from "../../overlay/painter.js";
import { sceneAt, type SegmentSource } from "../../overlay/scene.js";
import { contain, type View } from "../../overlay/view.js";
import { overlayLook } from "../../styles/overlay-look.styles.js";
import { FrameEvent } from "./frame-event.js";
import { styles } from "./overlay.styles.js";
import { readStyle } from "./read-style.js";

/** Moments at which the picture may be another, or gone, though no new frame was presented. */
const REPAINT_EVENTS = ["seeked", "pause", "ended", "loadeddata"] as const;

/** Whether the browser tells sizes in device pixels; without, they are rounded from CSS pixels. */
const EXACT_PIXELS =
  "ResizeObserverEntry" in globalThis && "devicePixelContentBoxSize" in ResizeObserverEntry.prototype;

/**
 * While any layer is on, it paints the video's frame and what belongs over it in one task, from one and the same frame: the
 * two cannot drift apart. While all are off it shows nothing, and the video is seen itself.
 *
 * @summary Draws poses, boxes, names, trails, the shuttle and the court's lines over a playing video, each exactly over the frame that it belongs to.
 * @tagname ba-overlay
 *
 * @csspart picture - The canvas that shows the video's frame.
 * @csspart layers - The canvas above it, on which the layers are drawn.
 *
 * @cssproperty [--ba-overlay-color-1=#e69f00] - Colour of player 1. The four differ for colour-blind eyes too.
 * @cssproperty [--ba-overlay-color-2=#56b4e9] - Colour of player 2.
 * @cssproperty [--ba-overlay-color-3=#cc79a7] - Colour of player 3.
 * @cssproperty [--ba-overlay-color-4=#f0e442] - Colour of player 4.
 * @cssproperty [--ba-overlay-outline=rgb(0 0 0 / 65%)] - Colour around every line.
 * @cssproperty [--ba-overlay-label-text=#101010] - Colour of the names.
 * @cssproperty [--ba-overlay-court=#7cf5ff] - Colour of the court's lines.
 * @cssproperty [--ba-overlay-shuttle=#ccff33] - Colour of the shuttle's way.
 * @cssproperty [--ba-overlay-shuttle-trail=1s] - How far back that reaches; 1.5 s at most.
 * @cssproperty [--ba-overlay-line-width=3px] - Width of limbs, box edges and trails; thinner on small players.
 * @cssproperty [--ba-overlay-label-size=13px] - Size of the names.
 */
export class BaOverlay extends LitElement {
  static override styles = [overlayLook, styles];

  /** The video to draw over. It fills this element, with `object-fit: contain`. */
  @property({ attribute: false }) media: HTMLVideoElement | undefined;

  /** Where frame data comes from. */
  @property({ attribute: false }) source: SegmentSource | undefined;

  /** What is known of the court. */
  @property({ attribute: false }) court: CourtSource | undefined;

  /** Hits, to be marked on the shuttle's way. */
  @property({ attribute: false }) hits: readonly Hit[] = [];

  /** Which layers are on. */
  @property({ attribute: false }) layers: Layers = DEFAULT_LAYERS;

  /** The name to show for an identity, 1 to 4. */
  @property({ attribute: false }) label: (id: number) => string = String;

  /** Draws nothing, as before the first frame, while the poster is shown. */
  @property({ type: Boolean }) inactive = false;

  @query(".picture") private pictureCanvas!: HTMLCanvasElement;
  @query(".layers") private layersCanvas!: HTMLCanvasElement;
  @query(".probe") private probe!: HTMLElement;

  #frameNumber: number | undefined;
  #listening: AbortController | undefined;
  /** Time of the frame that was last told of. */
  #told: number | undefined;
  readonly #clock = new FrameClock(() => this.repaint());
  readonly #resizing = new ResizeObserver(([entry]) => {
    if (entry) this.#resize(entry);
  });

  /**
   * Number of the frame, in the whole video, whose layers are shown; undefined while none are.
   *
   * @readonly
   */
  get frameNumber(): number | undefined {
    return this.#frameNumber;
  }

  /**
   * Presentation time, in seconds, of the frame that the video holds; undefined while it holds none.
   *
   * @readonly
   */
  get presentedTime(): number | undefined {
    const frame = this.media && presentedFrame(this.media, this.#clock.mediaTime);
    frame?.picture?.close();
    return frame?.seconds;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizing.observe(this, EXACT_PIXELS ? { box: "device-pixel-content-box" } : {});
    if (this.hasUpdated) this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizing.disconnect();
    this.#listening?.abort();
    this.#clock.attach(undefined);
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("media")) this.#follow();
    this.repaint();
  }

  /** Draws the present frame again, as after frame data has arrived. What is drawn stays while there is no frame to draw. */
  repaint(): void {
    if (!this.isConnected || !this.hasUpdated) return;
    if (this.inactive || !anyOn(this.layers)) {
      this.#clear();
      if (this.inactive) this.#told = undefined;
      else this.#tell(this.#clock.mediaTime);
      return;
    }
    const { media } = this;
    const frame = media && presentedFrame(media, this.#clock.mediaTime);
    if (!frame) return;
    this.#clear();
    const { width, height } = this.layersCanvas;
    const density = width / Math.max(1, this.clientWidth);
    const view = { picture: contain(width, height, media.videoWidth, media.videoHeight), density };
    if (frame.picture) this.#paintPicture(frame.picture, view);
    this.#paintLayers(frame.seconds, view);
    this.#tell(frame.seconds);
  }

  /** Tells of the frame that is shown: the very one that was painted, so that whoever follows cannot show another. */
  #tell(seconds: number | undefined): void {
    if (seconds === undefined || seconds === this.#told) return;
    this.#told = seconds;
    this.dispatchEvent(new FrameEvent(seconds));
  }

  #paintPicture(frame: VideoFrame, { picture }: View): void {
    const context = this.pictureCanvas.getContext("2d");
    context?.drawImage(frame, picture.x, picture.y, picture.width, picture.height);
    frame.close();
    this.pictureCanvas.hidden = false;
  }

  #paintLayers(seconds: number, view: View): void {
    const context = this.layersCanvas.getContext("2d");
    const scene = this.source && sceneAt(this.source, seconds, this.court);
    if (!context || !scene) return;
    paint(context, { scene, view, style: readStyle(this.probe), label: this.label, hits: this.hits }, this.layers);
    this.layersCanvas.hidden = false;
    this.#frameNumber = scene.frameNumber;
  }

  #clear(): void {
    this.#frameNumber = undefined;
    for (const canvas of [this.pictureCanvas, this.layersCanvas]) {
      canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
      canvas.hidden = true;
    }
  }

  #resize(entry: ResizeObserverEntry): void {
    const exact = EXACT_PIXELS ? entry.devicePixelContentBoxSize[0] : undefined;
    const width = exact?.inlineSize ?? Math.round(entry.contentRect.width * devicePixelRatio);
    const height = exact?.blockSize ?? Math.round(entry.contentRect.height * devicePixelRatio);
    this.#clear();
    for (const canvas of [this.pictureCanvas, this.layersCanvas]) {
      canvas.width = width;
      canvas.height = height;
    }
    this.repaint();
  }

  #follow(): void {
    this.#listening?.abort();
    this.#clock.attach(this.media);
    if (!this.media) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const repaint = () => this.repaint();
    for (const name of REPAINT_EVENTS) this.media.addEventListener(name, repaint, { signal });
    this.media.addEventListener("emptied", () => this.#forget(), { signal });
    document.addEventListener("visibilitychange", repaint, { signal });
  }

  #forget(): void {
    this.#clock.forget();
    this.#told = undefined;
    this.#clear();
  }

  protected override render(): TemplateResult {
    return html`
      <canvas class="picture" part="picture" aria-hidden="true" hidden></canvas>
      <canvas class="layers" part="layers" aria-hidden="true" hidden></canvas>
      <div class="probe" aria-hidden="true"></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-overlay": BaOverlay;
  }
}
