import { expect, test } from "vitest";
import {
  formatLength,
  formatLengthInWords,
  formatSpeed,
  formatSpeedRange,
  speedIn,
  speedUnit,
  unitsOf,
} from "./units.js";

test.each([
  ["en-US", "imperial"],
  ["en-GB", "metric"],
  ["de", "metric"],
  ["en", "metric"],
  ["no such language", "metric"],
] as const)("%s: %s", (tag, units) => {
  expect(unitsOf(tag)).toBe(units);
});

test("speeds", () => {
  expect(formatSpeed(10 / 3.6, "metric", "en")).toBe("10.0 km/h");
  expect(formatSpeed(4.4704, "imperial", "en")).toBe("10.0 mph");
  expect(formatSpeed(2.5, "metric", "de")).toBe("9,0 km/h");
  expect(formatSpeedRange(52, 70, "metric", "en")).toBe("187–252 km/h");
  expect(formatSpeedRange(52, 70, "imperial", "en")).toBe("116–157 mph");
  expect(formatSpeedRange(10, 10.01, "metric", "en")).toBe("~36 km/h");
  expect(speedIn(1, "metric")).toBeCloseTo(3.6);
  expect([speedUnit("metric", "en"), speedUnit("imperial", "en")]).toEqual(["km/h", "mph"]);
});

test("lengths", () => {
  expect(formatLength(1.24, "metric", "en")).toBe("1.2 m");
  expect(formatLength(842.4, "metric", "en")).toBe("842 m");
  expect(formatLength(6.7, "imperial", "en")).toBe("22.0 ft");
  expect(formatLengthInWords(2, "metric", "en")).toBe("2.0 meters");
});
