import type { Locator } from "playwright-core";
import type { Box } from "./media.js";

/** What is painted on the overlay around one labelled player. */
export interface PaintedPlayer {
  /** Painted pixels in the box, which is widened by a tenth: elbows and rackets reach out. */
  readonly pixels: number;
  /** Those pixels as a share of the box. */
  readonly share: number;
  /** From the highest to the lowest painted pixel, as a share of the box's height. */
  readonly span: number;
}

/** The overlay's canvas at one moment, compared with where the players are. */
export interface PaintedFrame {
  readonly players: Readonly<Record<string, PaintedPlayer>>;
  /** Painted pixels that belong to no player. */
  readonly elsewhere: number;
}

/**
 * Reads the canvas's own pixels.
 *
 * @param boxes of the players, in pixels of a video of `width` by `height`
 */
export async function readOverlay(
  canvas: Locator,
  boxes: ReadonlyMap<string, Box>,
  [width, height]: readonly [number, number],
): Promise<PaintedFrame> {
  const fractions = [...boxes].map(([name, [left, top, right, bottom]]): [string, Box] => [
    name,
    [left / width, top / height, right / width, bottom / height],
  ]);
  return canvas.evaluate(countPixels, { fractions, aspect: width / height });
}

/** Runs in the page. The picture is as large as fits into the canvas, in its middle. */
function countPixels(
  element: Element,
  { fractions, aspect }: { fractions: [string, Box][]; aspect: number },
): PaintedFrame {
  const canvas = element as HTMLCanvasElement;
  const surface = canvas.getContext("2d");
  if (!surface || canvas.width === 0) {
    return { players: {}, elsewhere: 0 };
  }
  const width = Math.min(canvas.width, canvas.height * aspect);
  const height = width / aspect;
  const [left, top] = [(canvas.width - width) / 2, (canvas.height - height) / 2];
  const areas = fractions.map(([name, [x1, y1, x2, y2]]) => {
    const margin = [(x2 - x1) * width * 0.1, (y2 - y1) * height * 0.1] as const;
    return {
      name,
      left: left + x1 * width - margin[0],
      top: top + y1 * height - margin[1],
      right: left + x2 * width + margin[0],
      bottom: top + y2 * height + margin[1],
      boxHeight: (y2 - y1) * height,
      pixels: 0,
      first: Infinity,
      last: -Infinity,
    };
  });
  const { data } = surface.getImageData(0, 0, canvas.width, canvas.height);
  let elsewhere = 0;
  for (let y = 0, at = 3; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++, at += 4) {
      if ((data[at] ?? 0) < 128) continue;
      const area = areas.find((one) => x >= one.left && x <= one.right && y >= one.top && y <= one.bottom);
      if (area) {
        area.pixels += 1;
        area.first = Math.min(area.first, y);
        area.last = Math.max(area.last, y);
      } else {
        elsewhere += 1;
      }
    }
  }
  const players = areas.map(({ name, pixels, first, last, boxHeight, ...area }) => {
    const size = (area.right - area.left) * (area.bottom - area.top);
    return [name, { pixels, share: pixels / size, span: pixels > 0 ? (last - first) / boxHeight : 0 }];
  });
  return { players: Object.fromEntries(players) as Record<string, PaintedPlayer>, elsewhere };
}
