import { expect, test } from "vitest";
import { isInstalled } from "./npm.mjs";

const lit = { version: "3.3.3", integrity: "sha512-a" };
const macOnly = { version: "1.0.0", integrity: "sha512-b", optional: true };
const lock = { packages: { "": {}, "node_modules/lit": lit, "node_modules/fsevents": macOnly } };

test("the locked packages are installed, those for other machines apart", () => {
  expect(isInstalled(lock, { packages: { "node_modules/lit": lit } })).toBe(true);
});

test.each([
  ["is missing", {}],
  ["has another version", { "node_modules/lit": { ...lit, version: "3.3.2" } }],
  ["has other contents", { "node_modules/lit": { ...lit, integrity: "sha512-c" } }],
  ["has one too many beside it", { "node_modules/lit": lit, "node_modules/left-pad": { version: "1.0.0" } }],
])("an installation is out of date when a package %s", (_case, packages) => {
  expect(isInstalled(lock, { packages })).toBe(false);
});
