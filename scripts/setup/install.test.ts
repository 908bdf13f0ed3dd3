import { expect, test } from "vitest";
import { reasonIn } from "./install.mjs";

test.each([
  ["npm error code EUSAGE\nnpm error A complete log of this run can be found in: /x.log\n", "npm error code EUSAGE"],
  ["Reading package lists...\nE: Unable to locate package chromium\n", "E: Unable to locate package chromium"],
  ["  one\n  two.\n\n", "two"],
  ["", "it said nothing"],
])("of %j, the reason is %j", (output, reason) => {
  expect(reasonIn(output)).toBe(reason);
});
