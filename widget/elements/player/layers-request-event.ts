import type { Layers } from "../../overlay/layers.js";

/** The visitor wants these overlay layers. */
export class BaLayersRequestEvent extends Event {
  readonly layers: Layers;

  constructor(layers: Layers) {
    super("ba-layers-request", { bubbles: true, composed: true });
    this.layers = layers;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "ba-layers-request": BaLayersRequestEvent;
  }
}
