import { project } from "../../../convex/contract/homography.js";
import type { CourtCamera, FloorPoint, PicturePoint } from "../../../convex/contract/court.js";

/** Where a picture shows a place on the floor; undefined behind the camera. */
export type ShowFloor = (floor: FloorPoint) => PicturePoint | undefined;

/**
 * How a camera shows the floor.
 *
 * @param size - Width and height of the picture that the camera is told for, pixels.
 */
export function showFloor(camera: CourtCamera, [width, height]: readonly [number, number]): ShowFloor {
  const halfDiagonal = Math.hypot(width, height) / 2;
  return (floor) => {
    const ideal = project(camera.homography, floor);
    if (!ideal) return undefined;
    const x = (ideal[0] - width / 2) / halfDiagonal;
    const y = (ideal[1] - height / 2) / halfDiagonal;
    const lens = 1 + camera.distortion * (x * x + y * y);
    return [0.5 + (x * lens * halfDiagonal) / width, 0.5 + (y * lens * halfDiagonal) / height];
  };
}
