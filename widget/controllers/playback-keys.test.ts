import { expect, test } from "vitest";
import { commandForKey, keepsKey, type KeyPress } from "./playback-keys.js";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

test.each([
  [" ", { type: "toggle" }],
  ["k", { type: "toggle" }],
  ["K", { type: "toggle" }],
  ["ArrowLeft", { type: "seek-by", seconds: -5 }],
  ["ArrowRight", { type: "seek-by", seconds: 5 }],
  ["j", { type: "seek-by", seconds: -10 }],
  ["l", { type: "seek-by", seconds: 10 }],
  [",", { type: "step", frames: -1 }],
  [".", { type: "step", frames: 1 }],
  ["n", { type: "rally", direction: 1 }],
  ["p", { type: "rally", direction: -1 }],
  ["h", { type: "hit", direction: 1 }],
  ["g", { type: "hit", direction: -1 }],
  ["r", { type: "rallies-only" }],
  ["o", { type: "loop" }],
  ["s", { type: "slow-hits" }],
  ["m", { type: "mute" }],
  ["f", { type: "fullscreen" }],
  ["0", { type: "seek-share", share: 0 }],
  ["7", { type: "seek-share", share: 0.7 }],
  ["Home", { type: "seek-share", share: 0 }],
  ["End", { type: "seek-share", share: 1 }],
])("%s", (key, command) => {
  expect(commandForKey(press(key))).toEqual(command);
});

test("keys with a modifier, and all others, are left to the page", () => {
  for (const modifier of ["altKey", "ctrlKey", "metaKey", "shiftKey"] as const) {
    expect(commandForKey(press("f", { [modifier]: true }))).toBeUndefined();
  }
  for (const key of ["Tab", "Escape", "Enter", "a", "F5", "constructor"])
    expect(commandForKey(press(key))).toBeUndefined();
});

test("controls keep the keys that they act on themselves", () => {
  expect(keepsKey("button", " ")).toBe(true);
  expect(keepsKey("button", "k")).toBe(false);
  expect(keepsKey("select", "ArrowDown")).toBe(true);
  expect(keepsKey("volume", "ArrowRight")).toBe(true);
  expect(keepsKey("range", "ArrowRight")).toBe(false);
  expect(keepsKey("checkbox", " ")).toBe(true);
});
