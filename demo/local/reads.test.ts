import { convexToJson, type Value } from "convex/values";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ReadSet, type Change, type RangeFilter, type StoredDocument } from "./reads.ts";

function note(fields: Record<string, Value>): StoredDocument {
  return { _id: "1notes", _creationTime: 1, ...fields };
}

function change(before: StoredDocument | null, after: StoredDocument | null, component = ""): Change {
  return { component, table: "notes", id: "1notes", before, after };
}

function reading(...range: [RangeFilter["type"], string, Value | undefined][]): ReadSet {
  const reads = new ReadSet();
  reads.addRange("", {
    type: "IndexRange",
    indexName: "notes.by_topic",
    range: range.map(([type, fieldPath, value]) => ({
      type,
      fieldPath,
      value: value === undefined ? { $undefined: null } : convexToJson(value),
    })),
  });
  return reads;
}

test("a document that was read is noticed by its id, in its own component only", () => {
  const reads = new ReadSet();
  reads.addDocument("", "1notes");
  expect(reads.isTouchedBy([change(note({}), null)])).toBe(true);
  expect(reads.isTouchedBy([change(note({}), null, "limiter")])).toBe(false);
});

test("a document that enters or leaves a range is noticed", () => {
  const reads = reading(["Eq", "topic", "a"]);
  expect(reads.isTouchedBy([change(null, note({ topic: "a" }))])).toBe(true);
  expect(reads.isTouchedBy([change(note({ topic: "a" }), note({ topic: "b" }))])).toBe(true);
  expect(reads.isTouchedBy([change(note({ topic: "b" }), note({ topic: "c" }))])).toBe(false);
});

test("an absent field is a value of its own, and nested fields are found", () => {
  expect(reading(["Eq", "topic", undefined]).isTouchedBy([change(null, note({}))])).toBe(true);
  expect(reading(["Eq", "topic", undefined]).isTouchedBy([change(null, note({ topic: "a" }))])).toBe(false);
  expect(reading(["Eq", "by.name", "Ann"]).isTouchedBy([change(null, note({ by: { name: "Ann" } }))])).toBe(true);
});

test("a scan of the whole table notices every document of it", () => {
  const reads = new ReadSet();
  reads.addRange("", { type: "FullTableScan", tableName: "notes" });
  expect(reads.isTouchedBy([change(null, note({}))])).toBe(true);
  expect(reads.isTouchedBy([{ ...change(null, note({})), table: "others" }])).toBe(false);
});

test("bounds hold for all numbers", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer(), (low, high, value) => {
      const changes = [change(null, note({ size: value }))];
      expect(reading(["Gte", "size", low], ["Lt", "size", high]).isTouchedBy(changes)).toBe(
        low <= value && value < high,
      );
      expect(reading(["Gt", "size", low], ["Lte", "size", high]).isTouchedBy(changes)).toBe(
        low < value && value <= high,
      );
    }),
  );
});
