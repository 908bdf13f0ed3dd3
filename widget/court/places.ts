import { METRE_SCALE, PATH_STATES, type PathState } from "../../convex/contract/segment.js";
import { lastAtOrBelow, nearestFrame, positionOf, secondsOf } from "../client/segments-lookup.js";
import type { PathData, SegmentData } from "../client/segments.js";
import { recentSegments, type SegmentSource } from "../overlay/scene.js";
import { shuttleTrail, type ShuttleTrail } from "../overlay/shuttle.js";
import type { Floor } from "./model.js";

/** How far back a trail on the floor reaches, seconds. */
export const FLOOR_TRAIL_SECONDS = 3;
/** How far back the shuttle's way over the floor reaches, seconds: about one flight. */
const SHUTTLE_TRAIL_SECONDS = 1.5;
/** Trail points lie at least this far apart in time, seconds. */
const TRAIL_STEP = 0.03;
/** Without a place for longer than this, in seconds, a trail starts a new line. */
const MAX_GAP_SECONDS = 0.25;

export type KnownState = Exclude<PathState, "unknown">;

/** Where a player is. */
export interface Place {
  /** Identity, 1 to 4. */
  readonly id: number;
  /** Metres. */
  readonly floor: Floor;
  /** m/s. */
  readonly speed: number;
  readonly state: KnownState;
}

/** Where a player was. */
export interface TrailPlace {
  readonly floor: Floor;
  /** Seconds before the shown frame, 0 or more. */
  readonly age: number;
  /** Not seen, but bridged. */
  readonly bridged: boolean;
}

/** Where the shuttle is. */
export interface ShuttlePlace {
  /** On the floor below it, metres. */
  readonly floor: Floor;
  /** Above the floor, metres. */
  readonly height: number;
  /** Not seen, but bridged. */
  readonly bridged: boolean;
}

/** Everybody's places in one frame, and the ways there. */
export interface Places {
  /** Number of the frame in the whole video. */
  readonly frameNumber: number;
  readonly places: readonly Place[];
  /** Undefined where its place in space is not known. */
  readonly shuttle: ShuttlePlace | undefined;
  /** Its way there, as those of the players. */
  readonly shuttleTrail: readonly (readonly TrailPlace[])[];
  /** Lines of each player, each from old to new; they break where nothing is known. */
  readonly trails: readonly { readonly id: number; readonly lines: readonly (readonly TrailPlace[])[] }[];
}

/** The places in the frame whose presentation time is nearest to `seconds`; undefined while its data is not there. */
export function placesAt(source: SegmentSource, seconds: number): Places | undefined {
  const index = source.indexAt(seconds);
  const segment = source.get(index);
  if (!segment) return undefined;
  const offset = nearestFrame(segment, seconds);
  const recent = recentSegments(source, index, FLOOR_TRAIL_SECONDS);
  const ids = [...new Set(recent.flatMap(({ paths }) => paths.map(({ id }) => id)))].sort((a, b) => a - b);
  const shuttle = shuttleTrail(recent, offset, SHUTTLE_TRAIL_SECONDS);
  const { space, state } = shuttle.now ?? {};
  return {
    frameNumber: segment.firstFrame + offset,
    shuttle: space && { floor: [space[0], space[1]], height: space[2], bridged: state === "bridged" },
    shuttleTrail: linesBelow(shuttle, secondsOf(segment, offset)),
    places: segment.paths.flatMap((path) => placeOf(path, positionOf(path.frame, offset))),
    trails: ids.map((id) => ({ id, lines: floorTrail(id, recent, offset) })),
  };
}

/** The shuttle's way on the floor below it; lines break where its place in space is not known. */
function linesBelow({ lines }: ShuttleTrail, now: number): TrailPlace[][] {
  const below: TrailPlace[][] = [];
  for (const line of lines) {
    below.push([]);
    for (const { space, seconds, state } of line) {
      if (!space) below.push([]);
      else below.at(-1)?.push({ floor: [space[0], space[1]], age: now - seconds, bridged: state === "bridged" });
    }
  }
  return below.filter(({ length }) => length > 1);
}

function placeOf(path: PathData, position: number): Place[] {
  const state = PATH_STATES[path.state[position] ?? 0] ?? "unknown";
  if (position < 0 || state === "unknown") return [];
  return [{ id: path.id, floor: floorAt(path, position), speed: (path.speed[position] ?? 0) / METRE_SCALE, state }];
}

const floorAt = ({ position }: PathData, at: number): Floor => [
  (position[2 * at] ?? 0) / METRE_SCALE,
  (position[2 * at + 1] ?? 0) / METRE_SCALE,
];

const BRIDGED = PATH_STATES.indexOf("bridged");

function floorTrail(id: number, segments: readonly SegmentData[], offset: number): TrailPlace[][] {
  const last = segments.at(-1);
  if (!last) return [];
  const now = secondsOf(last, offset);
  const lines: TrailPlace[][] = [[]];
  for (const { place, since } of newestFirst(id, segments, offset, now)) {
    if (since > MAX_GAP_SECONDS) lines.unshift([]);
    lines[0]?.unshift(place);
  }
  return lines.filter(({ length }) => length > 1);
}

/** A player's places from new to old, with the seconds between each and the one after it, whether that is drawn or not. */
function* newestFirst(
  id: number,
  segments: readonly SegmentData[],
  offset: number,
  now: number,
): Generator<{ place: TrailPlace; since: number }> {
  let drawn = -Infinity;
  let newer: number | undefined;
  for (const segment of segments.toReversed()) {
    const path = segment.paths.find((candidate) => candidate.id === id);
    if (!path) continue;
    const newest = segment === segments.at(-1) ? offset : segment.pts.length - 1;
    for (let position = lastAtOrBelow(path.frame, newest); position >= 0; position--) {
      const age = now - secondsOf(segment, path.frame[position] ?? 0);
      if (age > FLOOR_TRAIL_SECONDS) return;
      const since = age - (newer ?? age);
      newer = age;
      if (since <= MAX_GAP_SECONDS && age - drawn < TRAIL_STEP) continue;
      drawn = age;
      yield { place: { floor: floorAt(path, position), age, bridged: path.state[position] === BRIDGED }, since };
    }
  }
}
