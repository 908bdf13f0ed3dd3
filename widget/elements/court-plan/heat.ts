import { HEATMAP_CELL, HEATMAP_COLUMNS, HEATMAP_ROWS } from "../../../convex/contract/metrics.js";
import { fromOwn, type Half } from "../../court/own.js";
import { toPlan, type PlanView } from "./plan-view.js";

/** x of the heatmap's left edge in the own frame, metres. */
const LEFT = (-HEATMAP_COLUMNS * HEATMAP_CELL) / 2;
const LEVELS = 256;
/** Density, as a share of the greatest, from which the colour hides what is beneath. */
const OPAQUE_FROM = 0.35;
const OPACITY = 0.92;

/** A heatmap and the half that it is drawn on. */
export interface Density {
  readonly half: Half;
  readonly heatmap: readonly number[];
}

/** Colours from the least to the greatest density, any CSS colours. */
export function paintHeat(
  canvas: HTMLCanvasElement,
  view: PlanView,
  densities: readonly Density[],
  colors: readonly string[],
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  canvas.width = Math.round(view.width * devicePixelRatio);
  canvas.height = Math.round(view.height * devicePixelRatio);
  context.imageSmoothingQuality = "high";
  const levels = levelsOf(colors);
  for (const { half, heatmap } of densities) {
    const [x, y] = toPlan(view, fromOwn([LEFT, 0], half));
    const [rightX, rightY] = toPlan(view, fromOwn([LEFT + HEATMAP_CELL, 0], half));
    const [backX, backY] = toPlan(view, fromOwn([LEFT, HEATMAP_CELL], half));
    context.setTransform(
      ...([rightX - x, rightY - y, backX - x, backY - y, x, y].map((value) => value * devicePixelRatio) as Transform),
    );
    context.drawImage(cells(heatmap, levels), 0, 0);
  }
}

type Transform = [number, number, number, number, number, number];

/** RGB of each density, through the browser's own understanding of colours. */
function levelsOf(colors: readonly string[]): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(LEVELS, 1);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return new Uint8ClampedArray(4 * LEVELS);
  const gradient = context.createLinearGradient(0, 0, LEVELS, 0);
  for (const [index, color] of colors.entries()) gradient.addColorStop(index / (colors.length - 1), color);
  context.fillStyle = gradient;
  context.fillRect(0, 0, LEVELS, 1);
  return context.getImageData(0, 0, LEVELS, 1).data;
}

function cells(heatmap: readonly number[], levels: Uint8ClampedArray): OffscreenCanvas {
  const canvas = new OffscreenCanvas(HEATMAP_COLUMNS, HEATMAP_ROWS);
  const image = new ImageData(HEATMAP_COLUMNS, HEATMAP_ROWS);
  for (const [cell, density] of heatmap.entries()) {
    image.data.set(levels.subarray(4 * density, 4 * density + 3), 4 * cell);
    image.data[4 * cell + 3] = OPACITY * 255 * Math.min(1, density / (LEVELS - 1) / OPAQUE_FROM);
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}

/** The middle of the densest cell, own frame, metres; undefined where nothing was. */
export function densest(heatmap: readonly number[]): readonly [number, number] | undefined {
  const greatest = Math.max(...heatmap);
  if (greatest === 0) return undefined;
  const cell = heatmap.indexOf(greatest);
  return [
    LEFT + ((cell % HEATMAP_COLUMNS) + 0.5) * HEATMAP_CELL,
    (Math.floor(cell / HEATMAP_COLUMNS) + 0.5) * HEATMAP_CELL,
  ];
}
