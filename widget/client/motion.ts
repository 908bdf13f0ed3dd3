import { Motion, PATH_STATES, type MotionPath } from "../../convex/contract/segment.js";
import { expectLengths, int16, SegmentError, uint16, uint8, unpack } from "./columns.js";

/** One player's way through the whole video; sample `i` is at `i * MOTION_STEP` seconds. */
export interface MotionPathData {
  /** Identity, 1 to 4. */
  readonly id: number;
  /** x and y of each sample on the floor, in units of METRE_SCALE per metre. */
  readonly position: Int16Array;
  /** Speed of each sample, units of METRE_SCALE per m/s. */
  readonly speed: Uint16Array;
  /** Index into PATH_STATES of each sample; 0 where the place is not known. */
  readonly state: Uint8Array;
}

/** Everybody's way through the whole video. */
export interface MotionData {
  /** Number of samples in each path. */
  readonly samples: number;
  readonly paths: readonly MotionPathData[];
}

/**
 * Reads a motion file.
 *
 * @throws SegmentError when the bytes are not a sound motion file.
 */
export async function readMotion(file: Uint8Array<ArrayBuffer>): Promise<MotionData> {
  const parsed = Motion.safeParse(await unpack(file));
  if (!parsed.success) throw new SegmentError("The motion file has another shape", { cause: parsed.error });
  const { samples, paths } = parsed.data;
  return { samples, paths: paths.map((path) => decodePath(path, samples)) };
}

function decodePath(path: MotionPath, samples: number): MotionPathData {
  const data = {
    id: path.id,
    position: int16(path.position),
    speed: uint16(path.speed),
    state: uint8(path.state),
  };
  expectLengths({ position: [data.position, 2 * samples], speed: [data.speed, samples], state: [data.state, samples] });
  if (data.state.some((state) => state >= PATH_STATES.length))
    throw new SegmentError("A path has a state that is none");
  return data;
}
