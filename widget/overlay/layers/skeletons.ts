import type { Drawing, Surface } from "../painter.js";
import type { ScenePlayer, ScenePoint } from "../scene.js";
import { LIMBS, MIN_KEYPOINT_CONFIDENCE } from "../skeleton.js";
import { colorOf, lineWidth } from "../style.js";
import { place, type View } from "../view.js";
import { strokeOutlined } from "./outlined.js";

/** Radius of a joint, in line widths; smaller in the face, where five of them lie close together. */
const JOINT_RADIUS = 0.95;
const FACE_RADIUS = 0.55;
const FACE_KEYPOINTS = 5;

/** The limbs and joints of each player, as far as they can be trusted. */
export function paintSkeletons(surface: Surface, { scene, view, style }: Drawing): void {
  for (const player of scene.players) {
    const height = ((player.bottom - player.top) * view.picture.height) / view.density;
    const width = lineWidth(style, height) * view.density;
    const color = colorOf(style, player.id);
    strokeOutlined(surface, limbs(player, view), color, width, style);
    surface.fillStyle = color;
    surface.fill(joints(player, view, width));
  }
}

const isSure = (point: ScenePoint | undefined): point is ScenePoint =>
  (point?.confidence ?? 0) >= MIN_KEYPOINT_CONFIDENCE;

function limbs({ keypoints }: ScenePlayer, view: View): Path2D {
  const path = new Path2D();
  for (const [from, to] of LIMBS) {
    const [start, end] = [keypoints[from], keypoints[to]];
    if (!isSure(start) || !isSure(end)) continue;
    path.moveTo(...place(view, start.x, start.y));
    path.lineTo(...place(view, end.x, end.y));
  }
  return path;
}

function joints({ keypoints }: ScenePlayer, view: View, width: number): Path2D {
  const path = new Path2D();
  for (const [index, point] of keypoints.entries()) {
    if (!isSure(point)) continue;
    const radius = width * (index < FACE_KEYPOINTS ? FACE_RADIUS : JOINT_RADIUS);
    const [x, y] = place(view, point.x, point.y);
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  }
  return path;
}
