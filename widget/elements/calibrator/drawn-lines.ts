import type { PicturePoint } from "../../../convex/contract/court.js";
import type { ShowFloor } from "./initial.js";
import { PAINTED } from "./landmarks.js";

/** Pieces of each line: enough to leave out just what is behind the camera. */
const PIECES = 24;
/** What is farther from the picture, in shares of its sides, is not drawn. */
const FAR = 3;

/** The painted lines as the picture shows them, each as the points of an open polygon; nothing of what is behind the camera. */
export function drawnLines(show: ShowFloor): PicturePoint[][] {
  return PAINTED.flatMap(([[x1, y1], [x2, y2]]) => {
    const lines: PicturePoint[][] = [[]];
    for (let piece = 0; piece <= PIECES; piece++) {
      const part = piece / PIECES;
      const at = show([x1 + (x2 - x1) * part, y1 + (y2 - y1) * part]);
      if (at?.every((value) => Math.abs(value - 0.5) < FAR)) lines.at(-1)?.push(at);
      else lines.push([]);
    }
    return lines.filter(({ length }) => length > 1);
  });
}
