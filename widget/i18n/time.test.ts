import { expect, test } from "vitest";
import { formatClock, formatTimeInWords } from "./time.js";

test.each([
  [0, "0:00", "0 seconds"],
  [0.999, "0:00", "0 seconds"],
  [0.9999, "0:01", "1 second"],
  [7.4, "0:07", "7 seconds"],
  [60, "1:00", "1 minute"],
  [65, "1:05", "1 minute 5 seconds"],
  [3599.2, "59:59", "59 minutes 59 seconds"],
  [3600, "1:00:00", "1 hour"],
  [3723, "1:02:03", "1 hour 2 minutes 3 seconds"],
  [-1, "0:00", "0 seconds"],
])("%d s is %s, spoken as %s", (seconds, clock, words) => {
  expect(formatClock(seconds)).toBe(clock);
  expect(formatTimeInWords(seconds, "en")).toBe(words);
});
