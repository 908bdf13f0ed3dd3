import { beforeEach, describe, expect, it } from "vitest";
import { Token } from "../../convex/contract/primitives.js";
import { Memory, type KeyValueStore } from "./memory.js";

const url = "https://deployment.test";
const video = { videoId: "video-1", phase: "analysing", filename: "final.mp4" } as const;
let page = 0;

/** A site of its own for each test: what is kept without a storage lives as long as the page. */
let site: string;
beforeEach(() => {
  page += 1;
  site = `club-${page}`;
});

describe.each([
  ["kept by the browser", mapStorage],
  ["blocked from the first access", () => undefined],
  ["blocked at every call", blockedStorage],
])("memory that is %s", (_, storageFor) => {
  it("keeps one owner token for the device", () => {
    const storage = storageFor();
    const token = new Memory(storage, url, site, "0").ownerToken();
    expect(Token.safeParse(token).success).toBe(true);
    expect(new Memory(storage, url, site, "1").ownerToken()).toBe(token);
    expect(new Memory(storage, url, `${site}-other`, "0").ownerToken()).not.toBe(token);
  });

  it("finds a video again in its own slot only, until it is forgotten", () => {
    const storage = storageFor();
    new Memory(storage, url, site, "0").save(video);
    expect(new Memory(storage, url, site, "0").load()).toEqual(video);
    expect(new Memory(storage, url, site, "1").load()).toBeUndefined();
    new Memory(storage, url, site, "0").forget("video-1");
    expect(new Memory(storage, url, site, "0").load()).toBeUndefined();
  });

  it("does not forget a video that another tab has gone on to", () => {
    const memory = new Memory(storageFor(), url, site, "0");
    memory.save({ ...video, videoId: "video-2" });
    memory.forget("video-1");
    expect(memory.load()?.videoId).toBe("video-2");
  });
});

it("begins anew over what it cannot read", () => {
  const storage = mapStorage();
  storage.setItem(`ba:1:${url}:${site}:owner`, "short");
  storage.setItem(`ba:1:${url}:${site}:video:0`, '{"videoId":5}');
  const memory = new Memory(storage, url, site, "0");
  expect(memory.load()).toBeUndefined();
  expect(Token.safeParse(memory.ownerToken()).success).toBe(true);
});

it("prefixes its keys with deployment and site", () => {
  const storage = mapStorage();
  const memory = new Memory(storage, url, site, "0");
  memory.ownerToken();
  memory.save(video);
  expect(storage.keys().every((key) => key.startsWith(`ba:1:${url}:${site}:`))).toBe(true);
});

function mapStorage(): KeyValueStore & { keys(): string[] } {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  };
}

function blockedStorage(): KeyValueStore {
  const refuse = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  return { getItem: refuse, setItem: refuse, removeItem: refuse };
}
