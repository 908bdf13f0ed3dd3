import { describe, expect, test } from "vitest";
import { parseVersion, supportsNode, supportsPython } from "./versions.mjs";

describe("parseVersion", () => {
  test.each([
    ["v20.19.4", [20, 19]],
    ["Python 3.11.7", [3, 11]],
    ["3.14.0rc2", [3, 14]],
  ])("finds the first version in %j", (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  test("says when there is none", () => {
    expect(parseVersion("command not found")).toBeNull();
  });
});

test.each([
  [[18, 20], false],
  [[20, 18], false],
  [[20, 19], true],
  [[21, 7], false],
  [[22, 11], false],
  [[22, 12], true],
  [[24, 0], true],
] as const)("Node %j is supported: %j", (version, supported) => {
  expect(supportsNode(version)).toBe(supported);
});

test.each([
  [[2, 7], false],
  [[3, 10], false],
  [[3, 11], true],
  [[3, 13], true],
  [[4, 0], false],
] as const)("Python %j is supported: %j", (version, supported) => {
  expect(supportsPython(version)).toBe(supported);
});
