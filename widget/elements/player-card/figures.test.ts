import { expect, test } from "vitest";
import { metrics } from "../../testing/metrics.js";
import { bandShares, figuresOf } from "./figures.js";

test("every figure is told with its unit", () => {
  expect(Object.fromEntries(figuresOf(metrics({ partnerDistance: 3.14 }), "metric"))).toEqual({
    "Distance run": "412 m",
    "Average speed": "8.2 km/h",
    "Below this 95% of the time": "15.8 km/h",
    "Strong acceleration": "5.1 m/s²",
    "Waits at": "middle centre, 3.4 m from the net",
    "Back at the base after": "1.3 sec (41 times)",
    "Usual distance from the net": "3.6 m",
    "Usual distance from the partner": "3.1 m",
    Lunges: "17, widest 1.3 m",
    "Time measured": "3 minutes",
  });
});

test("in miles and feet too", () => {
  const figures = Object.fromEntries(figuresOf(metrics(), "imperial"));
  expect(figures).toMatchObject({
    "Distance run": "1,353 ft",
    "Average speed": "5.1 mph",
    Lunges: "17, widest 4.3 ft",
  });
});

test("what is not known is left out, not told as nothing", () => {
  const some = metrics({ base: undefined, returnSeconds: undefined, deepestLunge: undefined, lunges: 0 });
  const names = figuresOf(some, "metric").map(([name]) => name);
  expect(names).not.toContain("Waits at");
  expect(names).not.toContain("Back at the base after");
  expect(names).not.toContain("Usual distance from the partner");
  expect(Object.fromEntries(figuresOf(some, "metric"))).toMatchObject({ Lunges: "0" });
});

test("bands are shares of the time measured", () => {
  expect(bandShares([1, 2, 0, 1, 0])).toEqual([0.25, 0.5, 0, 0.25, 0]);
  expect(bandShares([0, 0, 0, 0, 0])).toEqual([0, 0, 0, 0, 0]);
});
