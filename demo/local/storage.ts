import type { Readable } from "node:stream";
import * as z from "zod/mini";
import type { Commit, Engine } from "./engine.ts";
import { type Draft, type FileStore } from "./file-store.ts";
import type { Persistence } from "./persistence.ts";
import type { StoredDocument } from "./reads.ts";

const TABLE = "_storage";

/** A stored file, found by the token in its URL. */
export interface StoredFile {
  path: string;
  sha256: string;
  contentType: string | undefined;
}

/** File storage: `_storage` documents in the engine, and their bytes in the file store. */
export class Storage {
  private readonly byToken = new Map<string, { component: string; id: string }>();

  constructor(
    private readonly engine: Engine,
    private readonly files: FileStore,
    private readonly persistence: Persistence,
    private readonly address: string,
  ) {
    for (const component of engine.components) {
      for (const id of Object.keys(engine.tables(component)._documents)) {
        if (isStorageId(id)) this.byToken.set(files.token(component, id), { component, id });
      }
    }
  }

  /** Removes from the disk what has no document. */
  async sweep(): Promise<void> {
    await this.files.sweep(new Set(this.byToken.keys()));
  }

  /** Follows the documents: a new one can be downloaded, the bytes of a deleted one go once that is stored. */
  follow({ changes }: Commit): void {
    for (const { component, table, id, before, after } of changes) {
      if (table !== TABLE) continue;
      const token = this.files.token(component, id);
      if (before === null && after !== null) this.byToken.set(token, { component, id });
      if (before !== null && after === null) {
        this.byToken.delete(token);
        // If this fails, the next start removes the file.
        void this.persistence
          .durable()
          .then(() => this.files.remove(token))
          .catch(() => undefined);
      }
    }
  }

  /**
   * Stores a stream as a file and returns its storage id once both bytes and document are on the disk.
   *
   * @throws TooLarge beyond `limit` bytes, or what `accept` throws about the finished draft
   */
  async store(
    source: Readable,
    contentType: string | undefined,
    component: string,
    { limit, accept = () => undefined }: { limit: number; accept?: (draft: Draft) => void },
  ): Promise<string> {
    const draft = await this.files.draft(source, limit);
    let id = "";
    try {
      accept(draft);
      await this.engine.transaction(component, async () => {
        const { size, sha256 } = draft;
        id = this.engine.tables(component).insert(TABLE, { size, sha256, ...(contentType && { contentType }) });
        this.files.adopt(draft, this.files.token(component, id));
        await this.files.sync();
      });
    } catch (error) {
      await this.files.discard(draft);
      if (id !== "") await this.files.remove(this.files.token(component, id));
      throw error;
    }
    await this.persistence.durable();
    return id;
  }

  /** Whether a file is there is up to the transaction that asks. */
  url(document: StoredDocument | null, component: string): string | null {
    return document === null ? null : `${this.address}/api/storage/${this.files.token(component, document._id)}`;
  }

  uploadUrl(component: string): string {
    return `${this.address}/api/storage/upload?token=${this.files.uploadToken(component)}`;
  }

  find(token: string): StoredFile | null {
    const found = this.byToken.get(token);
    const document = found && this.engine.committed(found.component, found.id);
    if (!document) return null;
    const { sha256 } = z.object({ sha256: z.string() }).parse(document);
    return { path: this.files.path(token), sha256, contentType: contentTypeOf(document) };
  }

  /** A file's bytes for a function; `null` if there is no such file. */
  async blob(component: string, id: string): Promise<Blob | null> {
    const document = this.engine.committed(component, id);
    if (document === null || !isStorageId(id)) return null;
    return this.files.blob(this.files.token(component, id), contentTypeOf(document));
  }
}

function isStorageId(id: string): boolean {
  return /^\d+_storage$/.test(id);
}

function contentTypeOf({ contentType }: StoredDocument): string | undefined {
  return typeof contentType === "string" ? contentType : undefined;
}
