import type { PlaybackCommand } from "./playback-commands.js";

/** What matters of a keyboard event. */
export type KeyPress = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

const ARROW_SECONDS = 5;
const JUMP_SECONDS = 10;
const VOLUME_STEP = 0.05;

const commands = new Map<string, PlaybackCommand>(
  Object.entries({
    " ": { type: "toggle" },
    k: { type: "toggle" },
    arrowleft: { type: "seek-by", seconds: -ARROW_SECONDS },
    arrowright: { type: "seek-by", seconds: ARROW_SECONDS },
    j: { type: "seek-by", seconds: -JUMP_SECONDS },
    l: { type: "seek-by", seconds: JUMP_SECONDS },
    arrowup: { type: "volume-by", amount: VOLUME_STEP },
    arrowdown: { type: "volume-by", amount: -VOLUME_STEP },
    ",": { type: "step", frames: -1 },
    ".": { type: "step", frames: 1 },
    n: { type: "rally", direction: 1 },
    p: { type: "rally", direction: -1 },
    h: { type: "hit", direction: 1 },
    g: { type: "hit", direction: -1 },
    r: { type: "rallies-only" },
    o: { type: "loop" },
    s: { type: "slow-hits" },
    m: { type: "mute" },
    f: { type: "fullscreen" },
    home: { type: "seek-share", share: 0 },
    end: { type: "seek-share", share: 1 },
  }),
);

/** Keys that a control of each kind keeps for itself. */
const ownKeys = new Map(
  Object.entries({
    button: /^( |enter)$/,
    checkbox: /^ $/,
    select: /^( |enter|arrow.*|home|end|page.*|[a-z0-9.,])$/,
    volume: /^(arrow.*|home|end|page.*)$/,
  }),
);

/** The command that a key stands for, if any; with a modifier it belongs to the browser. */
export function commandForKey({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyPress): PlaybackCommand | undefined {
  if (altKey || ctrlKey || metaKey || shiftKey) return undefined;
  if (/^[0-9]$/.test(key)) return { type: "seek-share", share: Number(key) / 10 };
  return commands.get(key.toLowerCase());
}

/** Whether a control of this kind (its `data-keys`, else its tag) acts on the key itself. */
export function keepsKey(kind: string, key: string): boolean {
  return ownKeys.get(kind)?.test(key.toLowerCase()) ?? false;
}
