import type { Hit } from "../../convex/contract/events.js";
import { LAYERS, type Layer, type Layers } from "./layers.js";
import { paintBoxes } from "./layers/boxes.js";
import { paintCourt } from "./layers/court.js";
import { paintLabels } from "./layers/labels.js";
import { paintShuttle } from "./layers/shuttle.js";
import { paintSkeletons } from "./layers/skeletons.js";
import { paintTrails } from "./layers/trails.js";
import type { Scene } from "./scene.js";
import type { OverlayStyle } from "./style.js";
import type { View } from "./view.js";

/** Where layers are drawn: a canvas context, on the page or in a worker. */
export type Surface = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** What a layer needs to draw itself. */
export interface Drawing {
  readonly scene: Scene;
  readonly view: View;
  readonly style: OverlayStyle;
  /** The name of the player with this identity, in the viewer's language. */
  readonly label: (id: number) => string;
  /** Hits, to be marked on the shuttle's way. */
  readonly hits?: readonly Pick<Hit, "time" | "hitter">[] | undefined;
}

const painters: Record<Layer, (surface: Surface, drawing: Drawing) => void> = {
  court: paintCourt,
  trails: paintTrails,
  boxes: paintBoxes,
  skeletons: paintSkeletons,
  shuttle: paintShuttle,
  labels: paintLabels,
};

/** Draws the layers that are on over whatever the canvas holds, inside the picture only. */
export function paint(surface: Surface, drawing: Drawing, layers: Layers): void {
  const { x, y, width, height } = drawing.view.picture;
  surface.save();
  surface.beginPath();
  surface.rect(x, y, width, height);
  surface.clip();
  surface.lineCap = "round";
  surface.lineJoin = "round";
  for (const layer of LAYERS) {
    if (layers[layer]) painters[layer](surface, drawing);
  }
  surface.restore();
}
