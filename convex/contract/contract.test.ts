import { describe, expect, test } from "vitest";
import type * as z from "zod/mini";
import { errorCodes, errors } from "./errors.js";
import invalid from "./fixtures/invalid.json";
import valid from "./fixtures/valid.json";
import { MAX_PARTS, MAX_VIDEO_BYTES, PART_BYTES } from "./limits.js";
import { TimeBase } from "./primitives.js";
import { Results } from "./results.js";
import * as workerApi from "./workerApi.js";

const schemas: Record<string, z.ZodMiniType> = { Results, ...workerApi };

function schemaOf(name: string): z.ZodMiniType {
  const schema = schemas[name];
  if (!schema) throw new Error(`No schema is called ${name}`);
  return schema;
}

// The worker's tests hold the generated Python models against the same two files.
describe("golden messages", () => {
  test.each(Object.entries(valid))("%s is read and written unchanged", (name, message) => {
    expect(schemaOf(name).parse(message)).toEqual(message);
  });

  test.each(invalid)("$schema is refused with $because", ({ schema, message }) => {
    expect(schemaOf(schema).safeParse(message).success).toBe(false);
  });
});

// The Python models leave this bound to the receiving side: see forPython in scripts/contract.ts.
test("a time base has no zero in it", () => {
  expect(TimeBase.safeParse([1, 15360]).success).toBe(true);
  expect(TimeBase.safeParse([1, 0]).success).toBe(false);
});

test("the parts of the largest video fit the limit on parts", () => {
  expect(MAX_PARTS * PART_BYTES).toBe(MAX_VIDEO_BYTES);
});

test("every error has a sentence that tells a visitor what it means", () => {
  for (const code of errorCodes) expect(errors[code].message).toMatch(/^[A-Z].{20,}\.$/);
});
