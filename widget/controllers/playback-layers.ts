import { browserStorage, type KeyValueStore } from "../client/memory.js";
import { DEFAULT_LAYERS, Layers } from "../overlay/layers.js";

const KEY = "ba:1:layers";

/** The layers that this device's visitor last chose. */
export function loadLayers(storage: KeyValueStore | undefined = browserStorage()): Layers {
  try {
    return Layers.parse(JSON.parse(storage?.getItem(KEY) ?? ""));
  } catch {
    return DEFAULT_LAYERS;
  }
}

/** Remembers the choice, where the browser lets a page remember anything. */
export function saveLayers(layers: Layers, storage: KeyValueStore | undefined = browserStorage()): void {
  try {
    storage?.setItem(KEY, JSON.stringify(layers));
  } catch {
    // Blocked or full: the choice lasts as long as the page.
  }
}
