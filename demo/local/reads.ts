import { compareValues, jsonToConvex, type JSONValue, type Value } from "convex/values";

export type StoredDocument = Record<string, Value | undefined> & { _id: string; _creationTime: number };

/** One document's difference over a commit; `null` stands for its absence. */
export interface Change {
  component: string;
  table: string;
  id: string;
  before: StoredDocument | null;
  after: StoredDocument | null;
}

export interface RangeFilter {
  type: "Eq" | "Gt" | "Gte" | "Lt" | "Lte";
  fieldPath: string;
  value: JSONValue;
}

/** The source of a query as Convex functions send it to their runtime. */
export type QuerySource =
  | { type: "FullTableScan"; tableName: string }
  | { type: "IndexRange"; indexName: string; range: RangeFilter[] }
  | { type: "Search"; indexName: string };

interface RangeRead {
  component: string;
  table: string;
  filters: readonly { type: RangeFilter["type"]; fieldPath: string; value: Value | undefined }[];
}

/** What a query read: single documents and index ranges, those that held nothing included. */
export class ReadSet {
  private readonly ids = new Set<string>();
  private readonly ranges: RangeRead[] = [];

  addDocument(component: string, id: string): void {
    this.ids.add(`${component}|${id}`);
  }

  addRange(component: string, source: QuerySource): void {
    const table = source.type === "FullTableScan" ? source.tableName : (source.indexName.split(".")[0] ?? "");
    const range = source.type === "IndexRange" ? source.range : [];
    const filters = range.map(({ type, fieldPath, value }) => ({ type, fieldPath, value: decode(value) }));
    this.ranges.push({ component, table, filters });
  }

  /** Whether running the query again could answer otherwise after these changes. */
  isTouchedBy(changes: readonly Change[]): boolean {
    return changes.some(
      (change) =>
        this.ids.has(`${change.component}|${change.id}`) || this.ranges.some((range) => covers(range, change)),
    );
  }
}

function covers(range: RangeRead, { component, table, before, after }: Change): boolean {
  if (range.component !== component || range.table !== table) return false;
  return [before, after].some(
    (document) => document !== null && range.filters.every((filter) => matches(document, filter)),
  );
}

function matches(document: StoredDocument, { type, fieldPath, value }: RangeRead["filters"][number]): boolean {
  const order = compareValues(fieldOf(document, fieldPath), value);
  switch (type) {
    case "Eq":
      return order === 0;
    case "Gt":
      return order > 0;
    case "Gte":
      return order >= 0;
    case "Lt":
      return order < 0;
    case "Lte":
      return order <= 0;
  }
}

function fieldOf(document: StoredDocument, fieldPath: string): Value | undefined {
  let value: Value | undefined = document;
  for (const part of fieldPath.split(".")) {
    value = isRecord(value) ? value[part] : undefined;
  }
  return value;
}

function isRecord(value: Value | undefined): value is Record<string, Value> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ArrayBuffer);
}

/** A bound of `undefined`, "field is absent", has no JSON of its own. */
function decode(value: JSONValue): Value | undefined {
  return typeof value === "object" && value !== null && "$undefined" in value ? undefined : jsonToConvex(value);
}
