import { checkCalibration } from "../../../convex/contract/calibration.js";
import type { FloorPoint, PicturePoint } from "../../../convex/contract/court.js";
import type { ErrorCode } from "../../../convex/contract/errors.js";
import { project, solveHomography } from "../../../convex/contract/homography.js";
import { shownLines, type Fractions } from "../../court/camera.js";
import type { DraftPoint } from "./draft.js";
import type { ShowFloor } from "./initial.js";

/** What the points of a draft come to. */
export interface Judgement {
  /** Why they cannot be right. */
  readonly refusal?: ErrorCode;
  /** Where the picture shows the floor, if they are. */
  readonly show?: ShowFloor;
  /** The painted lines over the picture. */
  readonly lines: readonly (readonly Fractions[])[];
  /** Root mean square distance of the points from where the others put them, metres; four points always agree. */
  readonly agreement?: number;
  /** For each point, how far on the floor one pixel reaches, metres. */
  readonly precision?: readonly number[];
}

/** Step of the derivatives, metres. */
const STEP = 0.01;

/**
 * Judges a draft.
 *
 * @param size - Width and height of the picture, pixels.
 */
export function judge(points: readonly DraftPoint[], size: readonly [number, number]): Judgement {
  const calibration = points.map(({ landmark, at }) => ({ floor: landmark.floor, picture: at }));
  const refusal = checkCalibration(calibration, [...size]);
  const homography = solveHomography(
    calibration.map(({ floor }) => floor),
    calibration.map(({ picture }) => picture),
  );
  if (!homography) return { refusal: refusal ?? "calibration_flat", lines: [] };
  const show: ShowFloor = (floor) => {
    const at = project(homography, floor);
    return at && [at[0], at[1]];
  };
  // Fractions are the pixels of a picture of one by one.
  const lines = shownLines({ homography: [...homography], distortion: 0 }, [1, 1]);
  if (refusal) return { refusal, lines };
  const reaches = points.map(({ landmark }) => reach(show, landmark.floor, size));
  return {
    show,
    lines,
    precision: reaches.map((metres) => metres?.([1, 0], [0, 1]) ?? Number.NaN),
    ...(points.length > 4 && { agreement: agreement(points, show, reaches, size) }),
  };
}

/** The longest of some steps in the picture, pixels, as metres on the floor. */
type Reach = (...pixels: readonly PicturePoint[]) => number;

/** How steps in the picture are seen on the floor around a place; undefined where it is not in view. */
function reach(show: ShowFloor, floor: FloorPoint, [width, height]: readonly [number, number]): Reach | undefined {
  const [x, y] = floor;
  const here = show(floor);
  const right = show([x + STEP, y]);
  const away = show([x, y + STEP]);
  if (!here || !right || !away) return undefined;
  const a = ((right[0] - here[0]) * width) / STEP;
  const b = ((away[0] - here[0]) * width) / STEP;
  const c = ((right[1] - here[1]) * height) / STEP;
  const d = ((away[1] - here[1]) * height) / STEP;
  const scale = a * d - b * c;
  return (...pixels) =>
    Math.max(...pixels.map(([u, v]) => Math.hypot((d * u - b * v) / scale, (a * v - c * u) / scale)));
}

function agreement(
  points: readonly DraftPoint[],
  show: ShowFloor,
  reaches: readonly (Reach | undefined)[],
  [width, height]: readonly [number, number],
): number {
  const squares = points.map(({ landmark, at }, index) => {
    const shown = show(landmark.floor);
    const metres = shown && reaches[index]?.([(at[0] - shown[0]) * width, (at[1] - shown[1]) * height]);
    return (metres ?? Number.POSITIVE_INFINITY) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}
