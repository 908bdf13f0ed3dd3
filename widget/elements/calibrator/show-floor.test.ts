import { expect, test } from "vitest";
import { showFloor } from "./show-floor.js";

/** A camera straight above the court's middle that shows a metre as 80 pixels. */
const above = [80, 0, 640, 0, -80, 360, 0, 0, 1];

test("a place on the floor in fractions of the picture", () => {
  const show = showFloor({ homography: above, distortion: 0 }, [1280, 720]);
  expect(show([0, 0])).toEqual([0.5, 0.5]);
  expect(show([8, -4.5])).toEqual([1, 1]);
});

test("a lens moves places along the line to the picture's middle, by the cube of their distance", () => {
  const show = showFloor({ homography: above, distortion: 0.1 }, [1280, 720]);
  const halfDiagonal = Math.hypot(640, 360);
  const [x, y] = show([8, 0]) ?? [0, 0];
  expect(y).toBeCloseTo(0.5);
  expect((x - 0.5) * 1280).toBeCloseTo(640 * (1 + 0.1 * (640 / halfDiagonal) ** 2));
});

test("nothing is shown of what is behind the camera", () => {
  const show = showFloor({ homography: [1, 0, 0, 0, 1, 0, 0, 1, 1], distortion: 0 }, [1280, 720]);
  expect(show([0, -2])).toBeUndefined();
});
