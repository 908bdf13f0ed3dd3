import * as z from "zod/mini";
import { OpaqueId, Token } from "../../convex/contract/primitives.js";

/** What a device remembers of the video that an element shows. */
export const Remembered = z.object({
  videoId: OpaqueId,
  /** `uploading` until every part has arrived. */
  phase: z.enum(["uploading", "analysing"]),
  filename: z.string(),
});
export type Remembered = z.infer<typeof Remembered>;

/** The part of `Storage` that is used. */
export type KeyValueStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Stands in where the browser keeps nothing: forgotten with the page. */
const pageStore = new Map<string, string>();

/** The browser's local storage, if it may be touched at all (some settings make the very access throw). */
export function browserStorage(): KeyValueStore | undefined {
  try {
    return (globalThis as { localStorage?: Storage }).localStorage;
  } catch {
    return undefined;
  }
}

/**
 * A device's memory for one deployment and site. `slot` tells the elements of one page apart. A storage that is
 * blocked or full is replaced by one that lives as long as the page.
 */
export class Memory {
  readonly #storage: KeyValueStore | undefined;
  readonly #prefix: string;
  readonly #slot: string;

  constructor(storage: KeyValueStore | undefined, deploymentUrl: string, siteKey: string, slot: string) {
    this.#storage = storage;
    this.#prefix = `ba:1:${deploymentUrl}:${siteKey}:`;
    this.#slot = `video:${slot}`;
  }

  /** The capability by which this device owns what it uploads; made on first use. */
  ownerToken(): string {
    const known = Token.safeParse(this.#read("owner"));
    if (known.success) {
      return known.data;
    }
    const token = randomToken();
    this.#write("owner", token);
    return token;
  }

  load(): Remembered | undefined {
    try {
      return Remembered.parse(JSON.parse(this.#read(this.#slot) ?? ""));
    } catch {
      return undefined;
    }
  }

  save(video: Remembered): void {
    this.#write(this.#slot, JSON.stringify(video));
  }

  /** Forgets the video, unless another tab has gone on to a different one. */
  forget(videoId: string): void {
    if (this.load()?.videoId !== videoId) {
      return;
    }
    pageStore.delete(this.#prefix + this.#slot);
    try {
      this.#storage?.removeItem(this.#prefix + this.#slot);
    } catch {
      // Blocked storage kept nothing.
    }
  }

  #read(name: string): string | undefined {
    const key = this.#prefix + name;
    try {
      return this.#storage?.getItem(key) ?? pageStore.get(key);
    } catch {
      return pageStore.get(key);
    }
  }

  #write(name: string, value: string): void {
    const key = this.#prefix + name;
    try {
      if (this.#storage) {
        this.#storage.setItem(key, value);
        return;
      }
    } catch {
      // Blocked or full: the page's own copy has to do.
    }
    pageStore.set(key, value);
  }
}

/** 32 random bytes in unpadded base64url. */
function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
