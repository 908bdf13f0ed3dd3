import { expect, it } from "vitest";

it("can be imported where there is no page, more than once", async () => {
  expect("document" in globalThis).toBe(false);
  const script = await import("./script.js");
  await import("./define.js");
  expect(script.BadmintonAnalyzer).toBeTypeOf("function");
});
