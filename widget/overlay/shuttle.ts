import {
  COORDINATE_SCALE,
  METRE_SCALE,
  SHUTTLE_STATES,
  UNKNOWN_METRES,
  type ShuttleState,
} from "../../convex/contract/segment.js";
import { lastAtOrBelow, secondsOf } from "../client/segments-lookup.js";
import type { SegmentData, ShuttleData } from "../client/segments.js";
import type { Space } from "../court/model.js";

/** Where the shuttle was in one frame. */
export interface ShuttlePoint {
  /** Its middle, fractions of the picture. */
  readonly x: number;
  readonly y: number;
  readonly state: ShuttleState;
  /** Presentation time of the frame, seconds. */
  readonly seconds: number;
  /** Metres; undefined where that is not known. */
  readonly space: Space | undefined;
}

/** The shuttle in one frame, and how it came there. */
export interface ShuttleTrail {
  /** Undefined where its place in the frame is not known. */
  readonly now: ShuttlePoint | undefined;
  /** Its way, each line from old to new; they break where nothing is known. */
  readonly lines: readonly (readonly ShuttlePoint[])[];
}

/** The shuttle at frame `offset` of the last of `segments` (consecutive, oldest first) and in the `reach` seconds before. */
export function shuttleTrail(segments: readonly SegmentData[], offset: number, reach: number): ShuttleTrail {
  const lines: ShuttlePoint[][] = [[]];
  let now: ShuttlePoint | undefined;
  let first = true;
  for (const point of newestFirst(segments, offset, reach)) {
    if (first) now = point;
    first = false;
    if (point) lines[0]?.unshift(point);
    else if (lines[0]?.length !== 0) lines.unshift([]);
  }
  return { now, lines: lines.filter(({ length }) => length > 0) };
}

/** For each frame from new to old where the shuttle was; frames that only repeat a picture need not say it. */
function* newestFirst(
  segments: readonly SegmentData[],
  offset: number,
  reach: number,
): Generator<ShuttlePoint | undefined> {
  const last = segments.at(-1);
  if (!last) return;
  const oldest = secondsOf(last, offset) - reach;
  for (const segment of segments.toReversed()) {
    const newest = segment === last ? offset : segment.pts.length - 1;
    let position = segment.shuttle ? lastAtOrBelow(segment.shuttle.frame, newest) : -1;
    for (let frame = newest; frame >= 0; frame--) {
      const seconds = secondsOf(segment, frame);
      if (seconds < oldest) return;
      const { shuttle } = segment;
      if (shuttle?.frame[position] === frame) {
        yield pointOf(shuttle, position, seconds);
        position--;
      } else if (segment.repeated[frame] !== 1) yield undefined;
    }
  }
}

function pointOf({ position, state, space }: ShuttleData, at: number, seconds: number): ShuttlePoint {
  const coordinate = (axis: number) => (position[2 * at + axis] ?? 0) / COORDINATE_SCALE;
  const metres = space.subarray(3 * at, 3 * at + 3);
  const [x = 0, y = 0, z = 0] = [...metres].map((value) => value / METRE_SCALE);
  return {
    x: coordinate(0),
    y: coordinate(1),
    state: SHUTTLE_STATES[state[at] ?? 0] ?? "seen",
    seconds,
    space: metres.includes(UNKNOWN_METRES) ? undefined : [x, y, z],
  };
}

/** How far, in seconds, the frame that shows a contact may lie from the time of the hit. */
const CONTACT_REACH = 0.09;

/** The point of a trail at which something happened at `seconds`; undefined where the shuttle was not known then. */
export function pointAt({ lines }: ShuttleTrail, seconds: number): ShuttlePoint | undefined {
  const distance = (point: ShuttlePoint) => Math.abs(point.seconds - seconds);
  return lines
    .flat()
    .filter((point) => distance(point) <= CONTACT_REACH)
    .reduce<ShuttlePoint | undefined>(
      (best, point) => (best && distance(best) <= distance(point) ? best : point),
      undefined,
    );
}
