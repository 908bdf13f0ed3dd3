import { expect, it } from "vitest";
import { ConnectionPool } from "./connections.js";
import { connectionOf } from "./convex-service.js";
import { claimSlot } from "./slots.js";

function countingPool() {
  const log: string[] = [];
  const pool = new ConnectionPool((url) => {
    if (!url.startsWith("https:")) {
      throw new Error("not an address");
    }
    log.push(`open ${url}`);
    return {
      url,
      close: () => {
        log.push(`close ${url}`);
        return Promise.resolve();
      },
    };
  });
  return { pool, log };
}

it("shares one connection per address, and closes it with its last user", () => {
  const { pool, log } = countingPool();
  const first = pool.acquire("https://a");
  const second = pool.acquire("https://a");
  const other = pool.acquire("https://b");
  expect(first.client).toBe(second.client);
  first.release();
  first.release();
  expect(log).toEqual(["open https://a", "open https://b"]);
  second.release();
  expect(log).toEqual(["open https://a", "open https://b", "close https://a"]);
  expect(pool.acquire("https://a").client).not.toBe(first.client);
  other.release();
});

it("keeps nothing of an address that cannot be opened", () => {
  const { pool } = countingPool();
  expect(() => pool.acquire("nonsense")).toThrow("not an address");
  expect(() => pool.acquire("nonsense")).toThrow("not an address");
});

it("gives the elements of a page distinct names, the same ones after a reload", () => {
  const first = claimSlot("club");
  const second = claimSlot("club");
  expect([first.name, second.name, claimSlot("other").name]).toEqual(["0", "1", "0"]);
  first.release();
  expect(claimSlot("club").name).toBe("0");
  second.release();
});

it.each([
  ["at the start", { isWebSocketConnected: false, hasEverConnected: false, connectionRetries: 0 }, "connecting"],
  [
    "after it never answered",
    { isWebSocketConnected: false, hasEverConnected: false, connectionRetries: 2 },
    "unreachable",
  ],
  ["when it is there", { isWebSocketConnected: true, hasEverConnected: true, connectionRetries: 0 }, "connected"],
  ["after a drop", { isWebSocketConnected: false, hasEverConnected: true, connectionRetries: 1 }, "lost"],
] as const)("tells the connection %s", (_, state, expected) => {
  expect(connectionOf(state)).toBe(expected);
});
