import { expect, test } from "vitest";
import { DEFAULT_LAYERS } from "../overlay/layers.js";
import { loadLayers, saveLayers } from "./playback-layers.js";

/** A storage that keeps one text. */
function storage(text: string | null = null) {
  return {
    getItem: () => text,
    setItem: (_key: string, value: string) => (text = value),
    removeItem: () => (text = null),
  };
}

test("a choice is found again", () => {
  const kept = storage();
  const chosen = { skeletons: false, boxes: true, labels: false, shuttle: true, trails: true, court: true };
  saveLayers(chosen, kept);
  expect(loadLayers(kept)).toEqual(chosen);
});

test("layers that have come since are as usual", () => {
  const before = { skeletons: false, boxes: true, labels: false, trails: true };
  expect(loadLayers(storage(JSON.stringify(before)))).toEqual({ ...before, court: false, shuttle: true });
});

test.each([null, "", "{", "[]", '{"skeletons":"yes"}'])("%j leaves the usual layers", (text) => {
  expect(loadLayers(storage(text))).toEqual(DEFAULT_LAYERS);
});

test("a blocked storage is no obstacle", () => {
  const deny = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  const blocked = { getItem: deny, setItem: deny, removeItem: deny };
  saveLayers(DEFAULT_LAYERS, blocked);
  expect(loadLayers(blocked)).toEqual(DEFAULT_LAYERS);
});
