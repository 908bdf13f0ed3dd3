import type { PlaybackCommand } from "../../controllers/playback-commands.js";
import { commandForKey, type KeyPress } from "../../controllers/playback-keys.js";
import { ZOOM_STEP } from "./time-window.js";

/** What a key asks of a timeline. */
export type Asked =
  /** Moves the playhead, seconds. */
  | { readonly step: number }
  /** Moves what is shown by a share of it. */
  | { readonly pan: number }
  /** Makes what is shown so many times as long. */
  | { readonly zoom: number }
  | { readonly whole: true }
  /** What the key means in the player. */
  | { readonly command: PlaybackCommand };

/** What an arrow key and a page key move by, seconds. */
const STEP = 1;
const LONG_STEP = 10;
/** What Shift and an arrow key move the shown time by, as a share of it. */
const PAN_STEP = 0.2;

const ARROWS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowRight: 1 };

const asked = new Map<string, Asked>(
  Object.entries({
    ArrowUp: { step: STEP },
    ArrowDown: { step: -STEP },
    PageUp: { step: LONG_STEP },
    PageDown: { step: -LONG_STEP },
    "+": { zoom: 1 / ZOOM_STEP },
    "=": { zoom: 1 / ZOOM_STEP },
    "-": { zoom: ZOOM_STEP },
    w: { whole: true as const },
  }),
);

/** What a key asks for, if anything; where time runs from right to left, the arrows follow it. */
export function askedBy(press: KeyPress, rtl: boolean): Asked | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = press;
  if (altKey || ctrlKey || metaKey) return undefined;
  const arrow = Object.hasOwn(ARROWS, key) ? (ARROWS[key] ?? 0) * (rtl ? -1 : 1) : 0;
  if (arrow !== 0) return shiftKey ? { pan: arrow * PAN_STEP } : { step: arrow * STEP };
  const own = asked.get(key);
  // Plus needs Shift on many keyboards.
  if (own && (!shiftKey || "zoom" in own)) return own;
  const command = commandForKey(press);
  return command && { command };
}
