import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  holds,
  isWhole,
  panned,
  revealing,
  secondsAt,
  ticks,
  wholeOf,
  xOf,
  zoomed,
  type TimeWindow,
} from "./time-window.js";

const DURATION = 600;
const whole = wholeOf(DURATION);

test("zooming keeps the moment under the pointer where it is", () => {
  const once = zoomed(whole, 0.5, 200, DURATION);
  expect(once).toEqual({ start: 100, length: 300 });
  expect(zoomed(once, 2, 200, DURATION)).toEqual(whole);
});

test("at an end, zooming out and panning stop there", () => {
  expect(zoomed({ start: 0, length: 100 }, 3, 90, DURATION)).toEqual({ start: 0, length: 300 });
  expect(panned({ start: 550, length: 40 }, 100, DURATION)).toEqual({ start: 560, length: 40 });
  expect(panned({ start: 5, length: 40 }, -100, DURATION)).toEqual({ start: 0, length: 40 });
});

test("whatever is done, the window stays within the match and shows some strokes at least", () => {
  const step = fc.oneof(
    fc.record({
      factor: fc.double({ min: 0.01, max: 50, noNaN: true }),
      anchor: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.record({ pan: fc.double({ min: -900, max: 900, noNaN: true }) }),
    fc.record({ reveal: fc.double({ min: 0, max: DURATION, noNaN: true }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let window: TimeWindow = whole;
      for (const each of steps) {
        if ("factor" in each)
          window = zoomed(window, each.factor, window.start + each.anchor * window.length, DURATION);
        else if ("pan" in each) window = panned(window, each.pan, DURATION);
        else {
          window = revealing(window, each.reveal, DURATION);
          expect(holds({ start: window.start - 1e-6, length: window.length + 2e-6 }, each.reveal)).toBe(true);
        }
        expect(window.start).toBeGreaterThanOrEqual(-1e-9);
        expect(window.start + window.length).toBeLessThanOrEqual(DURATION + 1e-6);
        expect(window.length).toBeGreaterThanOrEqual(3 - 1e-9);
      }
    }),
  );
});

test("a match of a second is shown whole, whatever is asked", () => {
  const short = wholeOf(1);
  expect(isWhole(zoomed(short, 0.1, 0.5, 1), 1)).toBe(true);
});

test("a playhead that leaves what is shown comes in at its beginning, with room for what follows", () => {
  expect(revealing({ start: 0, length: 100 }, 100.5, DURATION).start).toBeCloseTo(85.5);
  expect(revealing({ start: 0, length: 100 }, 60, DURATION).start).toBe(0);
  expect(revealing({ start: 500, length: 100 }, 20, DURATION).start).toBeCloseTo(5);
});

describe("on a line of pixels", () => {
  const window = { start: 60, length: 120 };

  test("time runs with the page's writing", () => {
    expect(xOf({ window, width: 240, rtl: false }, 90)).toBe(60);
    expect(xOf({ window, width: 240, rtl: true }, 90)).toBe(180);
  });

  test("each place is a moment, and back", () => {
    for (const rtl of [false, true]) {
      const scale = { window, width: 240, rtl };
      for (const x of [0, 17, 240]) expect(xOf(scale, secondsAt(scale, x))).toBeCloseTo(x);
    }
  });

  test.each([
    [240, 60, [60, 90, 120, 150, 180]],
    [240, 100, [60, 120, 180]],
    [1200, 60, [60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180]],
  ])("%d px, labels %d px apart: ticks at %o s", (width, apart, expected) => {
    expect(ticks({ window, width, rtl: false }, apart)).toEqual(expected);
  });
});
