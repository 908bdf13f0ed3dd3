import { html, render } from "lit";
import { afterEach, expect, it, vi } from "vitest";
import { styleProperties, type StyleProperties } from "./style-properties.js";

afterEach(() => void vi.restoreAllMocks());

it("sets, changes and takes away properties, and never writes a style attribute", () => {
  const written = vi.spyOn(Element.prototype, "setAttribute");
  const box = document.createElement("div");
  const show = (properties: StyleProperties) => render(html`<p style=${styleProperties(properties)}></p>`, box);
  show({ color: "red", "--_ratio": "16 / 9" });
  const style = box.querySelector("p")!.style;
  expect([style.color, style.getPropertyValue("--_ratio")]).toEqual(["red", "16 / 9"]);
  show({ color: "blue", "--_ratio": null });
  expect([style.color, style.getPropertyValue("--_ratio")]).toEqual(["blue", ""]);
  show({ color: undefined });
  expect(style.color).toBe("blue");
  expect(written.mock.calls.filter(([name]) => name === "style")).toEqual([]);
});

it("belongs in a style attribute only", () => {
  const misplaced = () => render(html`<p title=${styleProperties({})}></p>`, document.createElement("div"));
  expect(misplaced).toThrow("style attribute");
});
