import { expect, it } from "vitest";
import { TransferRate } from "./transfer-rate.js";

it("says nothing before it has seen enough", () => {
  const rate = new TransferRate();
  expect(rate.bytesPerSecond).toBeUndefined();
  rate.add(0, 0);
  rate.add(1000, 500);
  expect(rate.bytesPerSecond).toBeUndefined();
});

it("tells an even speed", () => {
  const rate = new TransferRate();
  for (let second = 0; second <= 30; second += 1) {
    rate.add(second * 2000, second * 1000);
  }
  expect(rate.bytesPerSecond).toBe(2000);
});

it("follows a change of speed within its window", () => {
  const rate = new TransferRate();
  rate.add(0, 0);
  rate.add(100_000, 10_000);
  for (let second = 11; second <= 30; second += 1) {
    rate.add(100_000 + (second - 10) * 500, second * 1000);
  }
  expect(rate.bytesPerSecond).toBe(500);
});

it("begins anew when a part has to be sent again", () => {
  const rate = new TransferRate();
  rate.add(0, 0);
  rate.add(8000, 4000);
  rate.add(4000, 5000);
  expect(rate.bytesPerSecond).toBeUndefined();
  rate.add(6000, 7000);
  expect(rate.bytesPerSecond).toBe(1000);
});

it("is not fooled by a stop", () => {
  const rate = new TransferRate();
  rate.add(5000, 0);
  rate.add(5000, 20_000);
  expect(rate.bytesPerSecond).toBeUndefined();
});
