import { createReadStream } from "node:fs";
import { open, rename, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { JSONValue } from "convex/values";

/**
 * An append-only file of JSON lines.
 *
 * Lines that arrive while the disk is busy go out together, with one fsync for all of them.
 */
export class Journal {
  private waiting: string[] = [];
  private flushing: Promise<void> | null = null;
  private failure: Error | null = null;

  private constructor(
    private readonly file: FileHandle,
    private readonly onFailure: (error: Error) => void,
  ) {}

  static async open(path: string, onFailure: (error: Error) => void): Promise<Journal> {
    return new Journal(await open(path, "a"), onFailure);
  }

  append(entry: JSONValue): void {
    if (this.failure !== null) return;
    this.waiting.push(JSON.stringify(entry) + "\n");
    this.flushing ??= this.flush();
  }

  /**
   * Resolves once everything appended so far is on the disk.
   *
   * @throws Error if it cannot be written, from then on always
   */
  async durable(): Promise<void> {
    await this.flushing;
    if (this.failure !== null) throw this.failure;
  }

  /** Writes what is left; what comes later is lost, and nobody is told that it was stored. */
  async close(): Promise<void> {
    await this.flushing;
    this.failure ??= new Error("The local deployment has stopped.");
    await this.file.close();
  }

  private async flush(): Promise<void> {
    // Commits of one turn of the event loop share a write.
    await Promise.resolve();
    try {
      while (this.waiting.length > 0) {
        await this.file.appendFile(this.waiting.splice(0).join(""));
        await this.file.datasync();
      }
    } catch (error) {
      this.failure = new Error("The local deployment cannot write its journal.", { cause: error });
      this.onFailure(this.failure);
    } finally {
      this.flushing = null;
    }
  }
}

/**
 * Reads a journal's entries. A last line that a crash cut off is left out: nobody was told that it is stored.
 *
 * @throws Error if any line before the last one is damaged
 */
export async function* readJournal(path: string): AsyncGenerator {
  let damaged: number | null = null;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (damaged !== null) throw new Error(`Line ${damaged} of ${path} is damaged.`);
    try {
      yield JSON.parse(line) as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      damaged = number;
    }
  }
}

/** Replaces a journal by one with these entries, at once or not at all. */
export async function rewriteJournal(path: string, entries: Iterable<JSONValue>): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, "w");
  try {
    for (const entry of entries) await file.appendFile(JSON.stringify(entry) + "\n");
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

/** Makes new names in a folder survive a crash. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
