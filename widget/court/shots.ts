import type { CameraView, CourtCamera, CourtDetection } from "../../convex/contract/court.js";
import type { SegmentData } from "../client/segments.js";
import { movedBy, type Size } from "./camera.js";
import { motionAt } from "./motion.js";

/** What is known of the court in a video whose pictures have this size. */
export interface CourtSource {
  readonly detection: CourtDetection;
  readonly size: Size;
}

/** Whether any view shows a court that can be drawn. */
export function hasCourt(detection: CourtDetection | undefined): boolean {
  return detection?.views.some(isSure) ?? false;
}

const isSure = ({ status }: CameraView) => status === "found" || status === "manual";

/** How the frame at `offset` of a segment shows the court; undefined where it shows none, or none that is sure. */
export function cameraAt(
  { detection, size }: CourtSource,
  segment: SegmentData,
  offset: number,
): CourtCamera | undefined {
  const view = detection.views[viewAt(detection, segment.firstFrame + offset) ?? -1];
  if (!view?.camera || !isSure(view)) return undefined;
  const motion = view.moving ? motionAt(segment, offset, size) : undefined;
  return motion ? movedBy(view.camera, motion) : view.camera;
}

/** Index of the view that a frame of the video shows; undefined for what is no play. */
export function viewAt({ shots }: CourtDetection, frame: number): number | undefined {
  return shots.find(({ first, end }) => first <= frame && frame < end)?.view;
}
