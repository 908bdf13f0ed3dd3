import { KEYPOINTS, type Keypoint } from "../../convex/contract/segment.js";

const limbNames: readonly (readonly [Keypoint, Keypoint])[] = [
  ["nose", "left_eye"],
  ["nose", "right_eye"],
  ["left_eye", "left_ear"],
  ["right_eye", "right_ear"],
  ["left_shoulder", "right_shoulder"],
  ["left_shoulder", "left_elbow"],
  ["left_elbow", "left_wrist"],
  ["right_shoulder", "right_elbow"],
  ["right_elbow", "right_wrist"],
  ["left_shoulder", "left_hip"],
  ["right_shoulder", "right_hip"],
  ["left_hip", "right_hip"],
  ["left_hip", "left_knee"],
  ["left_knee", "left_ankle"],
  ["right_hip", "right_knee"],
  ["right_knee", "right_ankle"],
];

/** Pairs of keypoint numbers that a limb joins. */
export const LIMBS = limbNames.map(([from, to]) => [KEYPOINTS.indexOf(from), KEYPOINTS.indexOf(to)] as const);

export const LEFT_ANKLE = KEYPOINTS.indexOf("left_ankle");
export const RIGHT_ANKLE = KEYPOINTS.indexOf("right_ankle");

/** Keypoints below this confidence (0 to 1) are guesses behind a body or outside the picture: they are not drawn. */
export const MIN_KEYPOINT_CONFIDENCE = 0.3;
