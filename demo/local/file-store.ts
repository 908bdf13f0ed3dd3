import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { createWriteStream, existsSync, openAsBlob, renameSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { syncDirectory } from "./journal.ts";

/** Bytes on the disk that do not belong to a stored file yet. */
export interface Draft {
  path: string;
  size: number;
  /** SHA-256 in base64, as `_storage` documents carry it. */
  sha256: string;
}

/** A body was longer than allowed. */
export class TooLarge extends Error {}

const UPLOAD_URL_LIFETIME_MS = 3600 * 1000;

/**
 * The bytes of stored files, one file each, named by an unguessable token.
 *
 * A token is made from the storage id and a secret of this deployment, so it needs no record of its own, stays
 * the same over restarts, and never holds a character that could leave the folder.
 */
export class FileStore {
  /** Nonces of upload URLs that served, by the time in ms at which they expire anyway. */
  private readonly used = new Map<string, number>();

  private constructor(
    private readonly directory: string,
    private readonly secret: Buffer,
  ) {}

  static async open(dataDirectory: string): Promise<FileStore> {
    const directory = join(dataDirectory, "files");
    await mkdir(join(directory, "drafts"), { recursive: true });
    const secretFile = join(dataDirectory, "secret");
    if (!existsSync(secretFile)) await writeFile(secretFile, randomBytes(32), { mode: 0o600, flush: true });
    return new FileStore(directory, await readFile(secretFile));
  }

  token(component: string, storageId: string): string {
    const hex = this.mac(`file|${component}|${storageId}`).toString("hex").slice(0, 32);
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  path(token: string): string {
    return join(this.directory, token);
  }

  /**
   * Writes a stream to the disk, hashing it on the way; nothing is left behind if it ends early.
   *
   * @throws TooLarge beyond `limit` bytes
   */
  async draft(source: Readable, limit: number): Promise<Draft> {
    const path = join(this.directory, "drafts", randomUUID());
    const hash = createHash("sha256");
    let size = 0;
    try {
      await pipeline(
        // A request that is refused in its middle has to stay open for the answer.
        source.iterator({ destroyOnReturn: false }),
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            size += chunk.length;
            if (size > limit) throw new TooLarge(`A file may hold at most ${limit} bytes.`);
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(path, { flush: true }),
      );
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { path, size, sha256: hash.digest("base64") };
  }

  /** Gives a draft its final name. Synchronous, to be part of the transaction that creates its document. */
  adopt(draft: Draft, token: string): void {
    renameSync(draft.path, this.path(token));
  }

  async discard(draft: Draft): Promise<void> {
    await rm(draft.path, { force: true });
  }

  /** Makes adopted names survive a crash. */
  async sync(): Promise<void> {
    await syncDirectory(this.directory);
  }

  async remove(token: string): Promise<void> {
    await rm(this.path(token), { force: true });
  }

  /** The bytes as a Blob that stays on the disk. */
  async blob(token: string, contentType: string | undefined): Promise<Blob> {
    return openAsBlob(this.path(token), { type: contentType ?? "" });
  }

  /** Deletes what a crash left behind: drafts, and files whose document was never stored or is gone. */
  async sweep(tokens: ReadonlySet<string>): Promise<void> {
    const drafts = join(this.directory, "drafts");
    for (const name of await readdir(drafts)) await rm(join(drafts, name), { force: true });
    for (const name of await readdir(this.directory)) {
      if (name !== "drafts" && !tokens.has(name)) await rm(this.path(name), { force: true });
    }
  }

  /** A token that lets its bearer upload one file to a component within an hour. */
  uploadToken(component: string): string {
    const claims = [String(Date.now() + UPLOAD_URL_LIFETIME_MS), randomBytes(16).toString("hex"), component].join(".");
    return Buffer.from(`${claims}.${this.mac(`upload|${claims}`).toString("hex")}`).toString("base64url");
  }

  /** The component that an upload token belongs to, and the claim that marks it used; `null` for a bad token. */
  checkUploadToken(token: string): { component: string; use: () => void } | null {
    const text = Buffer.from(token, "base64url").toString();
    const cut = text.lastIndexOf(".");
    const claims = text.slice(0, cut);
    const given = Buffer.from(text.slice(cut + 1), "hex");
    const expected = this.mac(`upload|${claims}`);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const [expiry = "0", nonce = "", component = ""] = claims.split(".");
    const expiresAt = Number(expiry);
    if (expiresAt < Date.now() || this.used.has(nonce)) return null;
    return { component, use: () => this.markUsed(nonce, expiresAt) };
  }

  private markUsed(nonce: string, expiresAt: number): void {
    for (const [old, expiry] of this.used) if (expiry < Date.now()) this.used.delete(old);
    this.used.set(nonce, expiresAt);
  }

  private mac(text: string): Buffer {
    return createHmac("sha256", this.secret).update(text).digest();
  }
}
