import type { PicturePoint } from "../../../convex/contract/court.js";
import type { Fractions } from "../../court/camera.js";

/** Screen pixels for one pixel of the video, at least, and share of the picture's width that is shown, at most. */
const ZOOM = 4;
const SHOWN_SHARE = 0.12;

/**
 * Draws what lies around a point of the video, magnified, with a cross at the point itself.
 *
 * @param canvas - Square; its size in device pixels is `side`.
 * @param lines - Lines to draw over it, in fractions of the picture.
 */
export function magnify(
  canvas: HTMLCanvasElement,
  video: HTMLVideoElement,
  [x, y]: PicturePoint,
  lines: readonly (readonly Fractions[])[],
  color: string,
): void {
  const surface = canvas.getContext("2d");
  const { videoWidth: width, videoHeight: height } = video;
  if (!surface || width === 0) return;
  const side = canvas.width;
  const shown = Math.min(side / ZOOM, width * SHOWN_SHARE);
  const scale = side / shown;
  const toCanvas = ([u, v]: Fractions): [number, number] => [
    side / 2 + (u - x) * width * scale,
    side / 2 + (v - y) * height * scale,
  ];
  surface.imageSmoothingEnabled = false;
  surface.fillStyle = "#000";
  surface.fillRect(0, 0, side, side);
  const [left, top] = toCanvas([0, 0]);
  surface.drawImage(video, left, top, width * scale, height * scale);
  surface.strokeStyle = color;
  surface.lineWidth = side / 80;
  surface.globalAlpha = 0.8;
  for (const line of lines) {
    surface.beginPath();
    for (const point of line) surface.lineTo(...toCanvas(point));
    surface.stroke();
  }
  surface.globalAlpha = 1;
  paintCross(surface, side);
}

/** Light on dark, so that it is seen on any ground; open in the middle, so that it hides nothing. */
function paintCross(surface: CanvasRenderingContext2D, side: number): void {
  const arms = [
    [0.15, 0.44],
    [0.56, 0.85],
  ] as const;
  for (const [color, width] of [
    ["#000", side / 36],
    ["#fff", side / 90],
  ] as const) {
    surface.strokeStyle = color;
    surface.lineWidth = width;
    surface.beginPath();
    for (const [from, to] of arms) {
      surface.moveTo(side * from, side / 2);
      surface.lineTo(side * to, side / 2);
      surface.moveTo(side / 2, side * from);
      surface.lineTo(side / 2, side * to);
    }
    surface.stroke();
  }
}
