import type { CameraView } from "../../../convex/contract/court.js";
import type { CalibrationPoint } from "../../../convex/contract/edits.js";
import { showFloor } from "./show-floor.js";
import type { DraftPoint } from "./draft.js";
import { pointsFrom, usualPoints } from "./initial.js";
import { landmarkAt } from "./landmarks.js";

/** Where the points start for a view: on the court as it is known or guessed. */
export function startingPoints(view: CameraView | undefined, size: readonly [number, number]): DraftPoint[] {
  return view?.camera ? pointsFrom(showFloor(view.camera, size)) : usualPoints();
}

/** The points of a saved calibration; those that mark no known landmark are left out. */
export function pointsOf(points: readonly CalibrationPoint[]): DraftPoint[] {
  return points.flatMap(({ floor, picture }) => {
    const landmark = landmarkAt(floor);
    return landmark ? [{ landmark, at: picture }] : [];
  });
}
