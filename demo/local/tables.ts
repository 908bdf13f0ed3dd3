import type { Value } from "convex/values";
import * as z from "zod/mini";
import type { QuerySource, StoredDocument } from "./reads.ts";

/** One component's tables, as convex-test keeps them. */
export interface Tables {
  _documents: Record<string, StoredDocument>;
  /** Uncommitted writes, one record for each level of nested transactions. */
  _writes: Record<string, StoredDocument | null>[];
  _nextDocId: number;
  _lastCreationTime: number;
  _queryResults: Record<number, unknown>;
  _resolveQuerySource: (query: { source: QuerySource }) => unknown;
  _iterateDocs: (table: string, visit: (document: StoredDocument) => void) => void;
  get: (table: string | undefined, id: string) => StoredDocument | null;
  insert: (table: string, value: Record<string, Value>) => string;
  patch: (table: string, id: string, value: Record<string, unknown>) => void;
  delete: (table: string, id: string) => void;
}

export const callable = z.custom<() => void>((value) => typeof value === "function");

export const tablesShape = z.looseObject({
  _documents: z.record(z.string(), z.unknown()),
  _writes: z.array(z.unknown()),
  _nextDocId: z.number(),
  _lastCreationTime: z.number(),
  _queryResults: z.record(z.string(), z.unknown()),
  _resolveQuerySource: callable,
  _iterateDocs: callable,
  get: callable,
  insert: callable,
  patch: callable,
  delete: callable,
});

/** Knows which documents each table holds; the engine would look through those of all tables for every query. */
export class TableIndex {
  private readonly ids = new Map<string, Set<string>>();

  constructor(tables: Tables) {
    tables._iterateDocs = (table, visit) => {
      const ids = new Set(this.ids.get(table));
      for (const writes of tables._writes) {
        for (const id of Object.keys(writes)) if (tableOf(id) === table) ids.add(id);
      }
      for (const id of ids) {
        const document = tables.get(table, id);
        if (document !== null) visit(document);
      }
    };
  }

  add(id: string): void {
    const table = tableOf(id);
    const ids = this.ids.get(table);
    if (ids === undefined) this.ids.set(table, new Set([id]));
    else ids.add(id);
  }

  remove(id: string): void {
    this.ids.get(tableOf(id))?.delete(id);
  }
}

/** The table's name in an id of the engine: a counter, padded with zeros, and the name. */
export function tableOf(id: string): string {
  return id.replace(/^\d+/, "");
}

/** The counter in an id. */
export function counterOf(id: string): number {
  return Number.parseInt(id, 10);
}
