import type { VideoView } from "../../convex/contract/video.js";
import { SegmentLoader } from "../client/segments-loader.js";
import type { CourtSource } from "../court/shots.js";
import type { Layers } from "../overlay/layers.js";
import { paint, type Drawing } from "../overlay/painter.js";
import { sceneAt } from "../overlay/scene.js";
import type { OverlayStyle } from "../overlay/style.js";
import { TRAIL_SECONDS } from "../overlay/trails.js";
import { ClipError } from "./problem.js";

/** Lengths of the overlay's style are for a picture that is shown this wide, CSS pixels. */
const USUAL_WIDTH = 960;

/** What is drawn into a clip, and how. */
export interface ClipDrawing {
  readonly layers: Layers;
  readonly style: OverlayStyle;
  readonly label: Drawing["label"];
  readonly hits?: Drawing["hits"];
}

/** Something that can be drawn on a canvas: a decoded frame. */
export interface Frame {
  draw: (context: OffscreenCanvasRenderingContext2D, x: number, y: number, width: number, height: number) => void;
}

/** Draws the layers over one frame after the other, each over the frame that it belongs to. */
export class DrawnFrames {
  readonly #loader: SegmentLoader;
  readonly #court: CourtSource | undefined;
  readonly #drawing: ClipDrawing;
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor({ results, segments = [] }: VideoView, drawing: ClipDrawing) {
    const { courtDetection: detection, videoWidth = 1, videoHeight = 1 } = results ?? {};
    this.#loader = new SegmentLoader(segments, { lookBehind: TRAIL_SECONDS, onChange: () => undefined });
    this.#court = detection && { detection, size: [videoWidth, videoHeight] };
    this.#drawing = drawing;
    this.#canvas = new OffscreenCanvas(videoWidth, videoHeight);
    const context = this.#canvas.getContext("2d", { alpha: false });
    if (!context) throw new ClipError("failed");
    this.#context = context;
  }

  /** The frame whose presentation time is `seconds` with what belongs over it; the same canvas each time. */
  async draw(frame: Frame, seconds: number): Promise<OffscreenCanvas> {
    const scene = await this.#scene(seconds);
    const { width, height } = this.#canvas;
    frame.draw(this.#context, 0, 0, width, height);
    const { layers, style, label, hits } = this.#drawing;
    const density = Math.max(width, height) / USUAL_WIDTH;
    const view = { picture: { x: 0, y: 0, width, height }, density };
    paint(this.#context, { scene, view, style, label, hits }, layers);
    return this.#canvas;
  }

  dispose(): void {
    this.#loader.dispose();
  }

  async #scene(seconds: number): Promise<Drawing["scene"]> {
    const loader = this.#loader;
    loader.focus(seconds);
    const needed = [loader.indexAt(Math.max(0, seconds - TRAIL_SECONDS)), loader.indexAt(seconds)];
    for (const index of needed) if (!loader.get(index)) await loader.load(index);
    const scene = sceneAt(loader, seconds, this.#court);
    if (!scene) throw new ClipError("undrawable");
    return scene;
  }
}
