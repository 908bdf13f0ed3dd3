import { browserStorage, type KeyValueStore } from "../client/memory.js";
import { UNITS, type Units } from "../i18n/units.js";

const KEY = "ba:1:units";

/** The units that this device's visitor last chose. */
export function loadUnits(storage: KeyValueStore | undefined = browserStorage()): Units | undefined {
  try {
    return UNITS.find((units) => units === storage?.getItem(KEY));
  } catch {
    return undefined;
  }
}

/** Remembers the choice, where the browser lets a page remember anything. */
export function saveUnits(units: Units, storage: KeyValueStore | undefined = browserStorage()): void {
  try {
    storage?.setItem(KEY, units);
  } catch {
    // Blocked or full: the choice lasts as long as the page.
  }
}
