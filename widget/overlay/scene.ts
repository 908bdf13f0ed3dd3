import { CONFIDENCE_SCALE, COORDINATE_SCALE, KEYPOINTS } from "../../convex/contract/segment.js";
import type { CourtCamera } from "../../convex/contract/court.js";
import type { Size } from "../court/camera.js";
import { cameraAt, type CourtSource } from "../court/shots.js";
import { nearestFrame, positionOf, secondsOf } from "../client/segments-lookup.js";
import type { SegmentData, TrackData } from "../client/segments.js";
import { shuttleTrail, type ShuttleTrail } from "./shuttle.js";
import { trailOf, TRAIL_SECONDS, type TrailPoint } from "./trails.js";

/** One keypoint; x and y as fractions of the picture. */
export interface ScenePoint {
  readonly x: number;
  readonly y: number;
  /** 0 to 1. */
  readonly confidence: number;
}

/** One player in one frame; positions as fractions of the picture. */
export interface ScenePlayer {
  /** Identity, 1 to 4. */
  readonly id: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** In COCO order. */
  readonly keypoints: readonly ScenePoint[];
}

/** All that belongs over one frame. */
export interface Scene {
  /** Number of the frame in the whole video. */
  readonly frameNumber: number;
  /** Presentation time, seconds. */
  readonly seconds: number;
  readonly players: readonly ScenePlayer[];
  /** How the frame shows the court, where that is known, and the size of picture that the camera is told for. */
  readonly court?: { readonly camera: CourtCamera; readonly size: Size };
  /** The shuttle, and its way in the last TRAIL_SECONDS. */
  readonly shuttle: ShuttleTrail;
  /** Lines of each player's feet; players who are out of sight included. */
  readonly trails: readonly { readonly id: number; readonly lines: readonly (readonly TrailPoint[])[] }[];
}

/** Where frame data comes from: the loader, or whatever stands for it. */
export interface SegmentSource {
  indexAt: (seconds: number) => number;
  get: (index: number) => SegmentData | undefined;
}

/** The scene of the frame whose presentation time is nearest to `seconds`; undefined while its data is not there. */
export function sceneAt(source: SegmentSource, seconds: number, court?: CourtSource): Scene | undefined {
  const index = source.indexAt(seconds);
  const segment = source.get(index);
  if (!segment) return undefined;
  const offset = nearestFrame(segment, seconds);
  const recent = recentSegments(source, index, TRAIL_SECONDS);
  const camera = court && cameraAt(court, segment, offset);
  const ids = [...new Set(recent.flatMap(({ tracks }) => tracks.map(({ id }) => id)))].sort((a, b) => a - b);
  return {
    frameNumber: segment.firstFrame + offset,
    seconds: secondsOf(segment, offset),
    players: segment.tracks.flatMap((track) => playerAt(track, offset)),
    shuttle: shuttleTrail(recent, offset, TRAIL_SECONDS),
    ...(camera ? { court: { camera, size: court.size } } : {}),
    trails: ids.map((id) => ({ id, lines: trailOf(id, recent, offset) })),
  };
}

/** The segment at `index` and, where a trail of so many seconds reaches into them, those before it; the oldest first. */
export function recentSegments(source: SegmentSource, index: number, trailSeconds: number): SegmentData[] {
  const segments: SegmentData[] = [];
  let oldest = -Infinity;
  for (let at = index; at >= 0; at--) {
    const segment = source.get(at);
    if (!segment) break;
    segments.unshift(segment);
    if (at === index) oldest = secondsOf(segment, 0) - trailSeconds;
    if (secondsOf(segment, 0) <= oldest) break;
  }
  return segments;
}

function playerAt(track: TrackData, offset: number): ScenePlayer[] {
  const position = positionOf(track.frame, offset);
  if (position < 0) return [];
  const coordinate = (values: Int16Array, index: number) => (values[index] ?? 0) / COORDINATE_SCALE;
  const keypoints = KEYPOINTS.map((_, keypoint) => {
    const at = KEYPOINTS.length * position + keypoint;
    return {
      x: coordinate(track.keypoints, 2 * at),
      y: coordinate(track.keypoints, 2 * at + 1),
      confidence: (track.keypointConfidence[at] ?? 0) / CONFIDENCE_SCALE,
    };
  });
  const side = (edge: number) => coordinate(track.box, 4 * position + edge);
  return [{ id: track.id, left: side(0), top: side(1), right: side(2), bottom: side(3), keypoints }];
}
