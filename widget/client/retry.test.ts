import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoffMs, untilAborted, wait } from "./retry.js";

const plan = { attempts: 5, firstDelayMs: 100, longestDelayMs: 1000 };

describe("backoff", () => {
  it("doubles, with its spread, up to the longest", () => {
    expect([1, 2, 3, 4, 5, 6].map((failures) => backoffMs(plan, failures, () => 1))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
  });

  it("stays between half of a step and the whole", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const step = backoffMs(plan, failures, () => 1);
        const actual = backoffMs(plan, failures, () => random);
        expect(actual).toBeGreaterThanOrEqual(step / 2);
        expect(actual).toBeLessThanOrEqual(step);
      }),
    );
  });
});

describe("waiting", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("ends after its time", async () => {
    const waiting = wait(500, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(500);
    await expect(waiting).resolves.toBeUndefined();
  });

  it("ends at once when it is aborted, and leaves no timer", async () => {
    const { signal, abort } = abortable();
    const waiting = wait(500, signal);
    abort();
    await expect(waiting).rejects.toThrow("stop");
    expect(vi.getTimerCount()).toBe(0);
    await expect(wait(500, signal)).rejects.toThrow("stop");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a promise that may be left", () => {
  it("gives its own outcome", async () => {
    const { signal } = abortable();
    await expect(untilAborted(Promise.resolve(3), signal)).resolves.toBe(3);
    await expect(untilAborted(Promise.reject(new Error("no")), signal)).rejects.toThrow("no");
  });

  it("is left when the signal aborts, before or meanwhile", async () => {
    const { signal, abort } = abortable();
    const left = untilAborted(new Promise(() => undefined), signal);
    abort();
    await expect(left).rejects.toThrow("stop");
    await expect(untilAborted(new Promise(() => undefined), signal)).rejects.toThrow("stop");
  });
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error("stop")) };
}
