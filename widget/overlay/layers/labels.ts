import type { Drawing, Surface } from "../painter.js";
import type { ScenePlayer } from "../scene.js";
import { colorOf, type OverlayStyle } from "../style.js";
import { place, type Rect, type View } from "../view.js";

/** Space around a label's text, and between it and the player, in label sizes. */
const PADDING = 0.4;
const DISTANCE = 0.5;

/** Picture width, in CSS pixels, from which names have their full size, and the least share of it that they keep. */
const FULL_SIZE_WIDTH = 560;
const LEAST_SIZE = 0.7;

/** Size of the names on this canvas, canvas pixels. */
function labelSize(style: OverlayStyle, view: View): number {
  const share = view.picture.width / view.density / FULL_SIZE_WIDTH;
  return style.labelSize * Math.min(1, Math.max(LEAST_SIZE, share)) * view.density;
}

/** Each player's name above the head, kept inside the picture and clear of the other names. */
export function paintLabels(surface: Surface, { scene, view, style, label }: Drawing): void {
  const size = labelSize(style, view);
  surface.font = `600 ${size}px ${style.fontFamily}`;
  surface.textBaseline = "middle";
  surface.textAlign = "center";
  const placed: Rect[] = [];
  for (const player of [...scene.players].sort((a, b) => a.top - b.top)) {
    const text = label(player.id);
    const plate = clearOf(placed, plateFor(player, view, style, surface.measureText(text).width), view);
    placed.push(plate);
    surface.fillStyle = colorOf(style, player.id);
    surface.beginPath();
    surface.roundRect(plate.x, plate.y, plate.width, plate.height, size * PADDING);
    surface.fill();
    surface.fillStyle = style.labelText;
    surface.fillText(text, plate.x + plate.width / 2, plate.y + plate.height / 2);
  }
}

function plateFor(player: ScenePlayer, view: View, style: OverlayStyle, textWidth: number): Rect {
  const size = labelSize(style, view);
  const width = textWidth + 2 * PADDING * size;
  const height = size * (1 + PADDING);
  const [middle, top] = place(view, (player.left + player.right) / 2, player.top);
  const { picture } = view;
  const within = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));
  return {
    x: within(middle - width / 2, picture.x, picture.x + picture.width - width),
    y: within(top - height - DISTANCE * size, picture.y, picture.y + picture.height - height),
    width,
    height,
  };
}

/** The plate, moved below any that it would cover. */
function clearOf(placed: readonly Rect[], plate: Rect, view: View): Rect {
  return placed.reduce((free, other) => {
    const apart =
      free.x + free.width <= other.x ||
      other.x + other.width <= free.x ||
      free.y + free.height <= other.y ||
      other.y + other.height <= free.y;
    return apart ? free : { ...free, y: other.y + other.height + view.density };
  }, plate);
}
