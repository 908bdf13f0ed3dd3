import { expect, test } from "vitest";
import { askedBy } from "./keys.js";

const press = (key: string, shiftKey = false) => ({ key, shiftKey, altKey: false, ctrlKey: false, metaKey: false });

test.each([
  ["ArrowRight", { step: 1 }],
  ["ArrowLeft", { step: -1 }],
  ["PageUp", { step: 10 }],
  ["-", { zoom: 1.6 }],
  ["w", { whole: true }],
  ["n", { command: { type: "rally", direction: 1 } }],
  [" ", { command: { type: "toggle" } }],
  ["Home", { command: { type: "seek-share", share: 0 } }],
])("%s", (key, asked) => {
  expect(askedBy(press(key), false)).toEqual(asked);
});

test("arrows follow the time where it runs from right to left", () => {
  expect(askedBy(press("ArrowLeft"), true)).toEqual({ step: 1 });
  expect(askedBy(press("ArrowRight", true), true)).toEqual({ pan: -0.2 });
  expect(askedBy(press("ArrowUp"), true)).toEqual({ step: 1 });
});

test("with Shift, arrows move what is shown; plus may need it", () => {
  expect(askedBy(press("ArrowRight", true), false)).toEqual({ pan: 0.2 });
  expect(askedBy(press("+", true), false)).toEqual({ zoom: 1 / 1.6 });
});

test("other keys, and those with Ctrl, are left to the page", () => {
  expect(askedBy({ ...press("+"), ctrlKey: true }, false)).toBeUndefined();
  for (const key of ["Tab", "Escape", "x", "constructor"]) expect(askedBy(press(key), false)).toBeUndefined();
});
