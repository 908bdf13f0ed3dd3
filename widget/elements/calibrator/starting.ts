import type { CameraView } from "../../../convex/contract/court.js";
import type { CalibrationPoint } from "../../../convex/contract/edits.js";
import { show } from "../../court/camera.js";
import type { DraftPoint } from "./draft.js";
import { pointsFrom, usualPoints } from "./initial.js";
import { landmarkAt } from "./landmarks.js";

/** Where the points start for a view: on the court as it is known or guessed. */
export function startingPoints(view: CameraView | undefined, size: readonly [number, number]): DraftPoint[] {
  const { camera } = view ?? {};
  if (!camera) return usualPoints();
  return pointsFrom((floor) => {
    const at = show(camera, size, floor);
    return at && [at[0], at[1]];
  });
}

/** The points of a saved calibration; those that mark no known landmark are left out. */
export function pointsOf(points: readonly CalibrationPoint[]): DraftPoint[] {
  return points.flatMap(({ floor, picture }) => {
    const landmark = landmarkAt(floor);
    return landmark ? [{ landmark, at: picture }] : [];
  });
}
