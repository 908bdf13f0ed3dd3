import type { FloorPoint, PicturePoint } from "../../../convex/contract/court.js";
import type { DraftPoint } from "./draft.js";
import { CORNERS, LANDMARKS } from "./landmarks.js";

/** Where a picture shows a place on the floor; undefined behind the camera. */
export type ShowFloor = (floor: FloorPoint) => PicturePoint | undefined;

/** A court as most cameras behind the baseline show it: a place to start from where nothing is known. */
const USUAL_CORNERS: readonly PicturePoint[] = [
  [0.2, 0.9],
  [0.8, 0.9],
  [0.66, 0.38],
  [0.34, 0.38],
];

/** The four outer corners where a camera behind the court usually sees them. */
export function usualPoints(): DraftPoint[] {
  return CORNERS.map((landmark, index) => ({ landmark, at: USUAL_CORNERS[index] ?? [0.5, 0.5] }));
}

/** The outer corners where all are in the picture; else the four landmarks in it that span the most. */
export function pointsFrom(show: ShowFloor): DraftPoint[] {
  const inPicture = (landmarks: typeof LANDMARKS) =>
    landmarks.flatMap((landmark): DraftPoint[] => {
      const at = show(landmark.floor);
      return at?.every((value) => value >= 0 && value <= 1) ? [{ landmark, at }] : [];
    });
  const corners = inPicture(CORNERS);
  if (corners.length === CORNERS.length) return corners;
  return widest(inPicture(LANDMARKS)) ?? usualPoints();
}

/** Four of the points whose quadrangle is the largest; undefined where there are not four that span anything. */
function widest(points: readonly DraftPoint[]): DraftPoint[] | undefined {
  let best: { area: number; four: DraftPoint[] } | undefined;
  for (const [i, a] of points.entries()) {
    for (const b of points.slice(i + 1)) {
      const left = outermost(a, b, points, 1);
      const right = outermost(a, b, points, -1);
      if (!left || !right) continue;
      const area = left.area + right.area;
      if (area > (best?.area ?? LEAST_AREA)) best = { area, four: [a, right.point, b, left.point] };
    }
  }
  return best?.four;
}

/** Smaller quadrangles, in shares of the picture, tell nothing. */
const LEAST_AREA = 0.005;

/** The point farthest from the line through a and b on one side of it. */
function outermost(
  a: DraftPoint,
  b: DraftPoint,
  points: readonly DraftPoint[],
  side: 1 | -1,
): { point: DraftPoint; area: number } | undefined {
  let best: { point: DraftPoint; area: number } | undefined;
  for (const point of points) {
    const area = (side * cross(a.at, b.at, point.at)) / 2;
    if (area > (best?.area ?? 0)) best = { point, area };
  }
  return best;
}

function cross(a: PicturePoint, b: PicturePoint, c: PicturePoint): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
