import fc from "fast-check";
import { expect, test } from "vitest";
import { longMatch, madeUpMatch } from "../testing/events.js";
import { lastHitBy, neighbourOf, rallyAt, rallyOf, shownSpan } from "./rallies.js";

test.each([
  [0, -1],
  [0.8, 0],
  [3, 0],
  [3.2, -1],
  [4, 1],
  [8, -1],
  [9, 2],
  [11, -1],
])("at %d s the rally %d is under way", (seconds, index) => {
  expect(rallyAt(madeUpMatch, seconds)).toBe(index);
});

test("a rally has its hits and says whether it is a highlight", () => {
  const { rally, hits, highlight } = rallyOf(madeUpMatch, 1)!;
  expect(hits.map(({ stroke }) => stroke)).toEqual(["serve-long", "clear", "smash", "block"]);
  expect(rally.start).toBe(hits[0]?.time);
  expect(highlight?.reasons[0]?.kind).toBe("fastest_smash");
  expect(rallyOf(madeUpMatch, 0)?.highlight).toBeUndefined();
  expect(rallyOf(madeUpMatch, 3)).toBeUndefined();
});

test("each hit belongs to the rally that lists it, and is found by its time", () => {
  const events = longMatch(40);
  for (const index of events.rallies.keys()) {
    const { rally, hits } = rallyOf(events, index)!;
    expect(hits).toHaveLength(rally.hits);
    for (const [at, { time }] of hits.entries()) {
      expect(rallyAt(events, time)).toBe(index);
      expect(lastHitBy(events, time)).toBe(rally.firstHit + at);
    }
  }
});

test("what is shown of a rally begins and ends a little outside of it, but within the video", () => {
  expect(shownSpan({ start: 4, end: 7 }, 12)).toEqual({ start: 3, end: 8 });
  expect(shownSpan({ start: 0.4, end: 11.5 }, 12)).toEqual({ start: 0, end: 12 });
});

test("going on from event to event meets each once, in either direction", () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1 })
    .map((values) => values.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(times, fc.constantFrom(1 as const, -1 as const), (all, direction) => {
      const met: number[] = [];
      let at: number | undefined = direction === 1 ? 0 : 1000;
      while ((at = neighbourOf(all, at, direction)) !== undefined) met.push(at);
      expect(met).toEqual(direction === 1 ? all : all.toReversed());
    }),
  );
});

test("going back soon after an event passes over it, later leads to its beginning", () => {
  expect(neighbourOf([2, 8], 8.4, -1, 1)).toBe(2);
  expect(neighbourOf([2, 8], 9.4, -1, 1)).toBe(8);
});
