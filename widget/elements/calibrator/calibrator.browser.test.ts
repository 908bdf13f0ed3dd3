import "./index.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { VideoView } from "../../../convex/contract/video.js";
import type { BaCalibrateEvent } from "../../events/calibrate.js";
import { en } from "../../i18n/en.js";
import { expectAccessible } from "../../testing/axe.js";
import { courtDetection } from "../../testing/match.js";
import { part } from "../../testing/mount.js";
import { numberedClip } from "../../testing/numbered.js";
import type { BaCalibrator } from "./calibrator.js";

let video: VideoView;
let element: BaCalibrator;

beforeEach(async () => {
  await page.viewport(1100, 800);
  const clip = await numberedClip("even");
  const { results } = clip.video;
  if (!results) throw new Error("the clip has results");
  video = {
    ...clip.video,
    access: "owner",
    results: { ...results, videoWidth: 1280, videoHeight: 720, courtDetection },
  };
});

afterEach(() => element.remove());

async function place(changes: Partial<BaCalibrator> = {}): Promise<void> {
  element = document.createElement("ba-calibrator");
  Object.assign(element, { video, ...changes });
  document.body.append(element);
  await element.updateComplete;
  await stage().updateComplete;
}

const stage = () => {
  const found = element.shadowRoot?.querySelector("ba-calibrator-stage");
  if (!found) throw new Error("there is no stage");
  return found;
};

const points = () => [...(stage().shadowRoot?.querySelectorAll<HTMLElement>(".point") ?? [])];

const button = (name: string) => {
  const found = element.shadowRoot?.querySelector<HTMLButtonElement>(`button.${name}`);
  if (!found) throw new Error(`there is no button ${name}`);
  return found;
};

async function settled(): Promise<void> {
  await element.updateComplete;
  await stage().updateComplete;
}

function drag(point: HTMLElement | undefined, [x, y]: readonly [number, number], steps = 3): void {
  if (!point) throw new Error("there is no such point");
  const { left, top, width, height } = point.getBoundingClientRect();
  const from = [left + width / 2, top + height / 2] as const;
  const send = (type: string, part_: number) =>
    point.dispatchEvent(
      new PointerEvent(type, {
        pointerId: 1,
        bubbles: true,
        clientX: from[0] + x * part_,
        clientY: from[1] + y * part_,
      }),
    );
  vi.spyOn(point, "setPointerCapture").mockImplementation(() => undefined);
  send("pointerdown", 0);
  for (let step = 1; step <= steps; step++) send("pointermove", step / steps);
  send("pointerup", 1);
}

function saved(): Promise<BaCalibrateEvent> {
  return new Promise((resolve) => element.addEventListener("ba-calibrate", resolve, { once: true }));
}

describe("the points", () => {
  test("start on the court's corners, named as the camera sees them", async () => {
    await place();
    expect(points().map((point) => point.getAttribute("aria-label")?.split(":")[0])).toEqual([
      "1. Near left corner",
      "2. Near right corner",
      "3. Far right corner",
      "4. Far left corner",
    ]);
  });

  test("follow a drag, and the whole drag is one step back", async () => {
    await place();
    const before = points().map((point) => point.getAttribute("aria-label"));
    drag(points()[0], [-30, 12]);
    await settled();
    const moved = points()[0]?.getBoundingClientRect();
    expect(points()[0]?.getAttribute("aria-label")).not.toBe(before[0]);
    button("undo").click();
    await settled();
    expect(points().map((point) => point.getAttribute("aria-label"))).toEqual(before);
    expect((points()[0]?.getBoundingClientRect().left ?? 0) - (moved?.left ?? 0)).toBeCloseTo(30, 0);
  });

  test("move by keys: one pixel, ten, a quarter", async () => {
    await place();
    const x = () => Number(/([\d.]+) pixels from the left/.exec(points()[1]?.getAttribute("aria-label") ?? "")?.[1]);
    const start = x();
    points()[1]?.focus();
    await userEvent.keyboard("{ArrowRight}");
    await settled();
    expect(x()).toBeCloseTo(start + 1, 1);
    await userEvent.keyboard("{Shift>}{ArrowLeft}{/Shift}");
    await settled();
    expect(x()).toBeCloseTo(start - 9, 1);
    await userEvent.keyboard("{Alt>}{ArrowRight}{ArrowRight}{/Alt}");
    await settled();
    expect(x()).toBeCloseTo(start - 8.5, 1);
  });

  test("a fifth starts where the others put it, and has the focus; Delete takes it away", async () => {
    await place();
    button("add").click();
    await vi.waitFor(() => expect(points()).toHaveLength(5));
    await vi.waitFor(() => expect(stage().shadowRoot?.activeElement).toBe(points()[4]));
    await expect.poll(() => part(element, "verdict").textContent).toContain("agree within 0 cm");
    await userEvent.keyboard("{Delete}");
    await settled();
    expect(points()).toHaveLength(4);
  });

  test("show what is around them, magnified, on the picture's other side", async () => {
    await place();
    points()[0]?.focus();
    await settled();
    const canvas = stage().shadowRoot?.querySelector("canvas");
    expect(canvas?.className).toContain("right");
    await expect.poll(() => distinctPixels(canvas)).toBeGreaterThan(2);
  });
});

describe("what they come to", () => {
  test("the court is drawn through them", async () => {
    await place();
    expect(stage().shadowRoot?.querySelectorAll("polyline.over")).toHaveLength(12);
  });

  test("a bow tie is refused, with its reason, and cannot be saved", async () => {
    await place();
    const [, near, far] = points();
    const apart = (a?: HTMLElement, b?: HTMLElement) =>
      (a?.getBoundingClientRect().y ?? 0) - (b?.getBoundingClientRect().y ?? 0);
    drag(far, [0, apart(near, far) + 40]);
    drag(near, [0, -apart(near, far) - 80]);
    await settled();
    await expect.poll(() => part(element, "verdict").textContent.trim()).toBe(en.errors.calibration_crossed);
    expect(part(element, "save-button")).toHaveProperty("disabled", true);
  });

  test("saving tells the points as metres and fractions, and the name to keep them under", async () => {
    await place();
    const field = element.shadowRoot?.querySelector<HTMLInputElement>("input[type=text]");
    if (!field) throw new Error("there is no field");
    await userEvent.fill(field, "  Hall 2, balcony ");
    const event = saved();
    part(element, "save-button").click();
    const { calibration, keepAs } = (await event).detail;
    expect(keepAs).toBe("Hall 2, balcony");
    expect(calibration).toMatchObject({ view: 0, size: [1280, 720] });
    expect(calibration.points).toHaveLength(4);
    expect(calibration.points[0]?.floor[0]).toBeCloseTo(-3.03);
  });

  test("a kept calibration brings its points", async () => {
    const kept = {
      calibrationId: "a",
      name: "Hall 1",
      size: [1920, 1080] as [number, number],
      points: [
        { floor: [-3.03, -6.68] as [number, number], picture: [0.25, 0.9] as [number, number] },
        { floor: [3.03, -6.68] as [number, number], picture: [0.75, 0.9] as [number, number] },
        { floor: [3.03, 6.68] as [number, number], picture: [0.66, 0.37] as [number, number] },
        { floor: [-3.03, 6.68] as [number, number], picture: [0.34, 0.37] as [number, number] },
      ],
      own: true,
    };
    await place({ saved: [kept] });
    const select = element.shadowRoot?.querySelector<HTMLSelectElement>("select.kept");
    if (!select) throw new Error("there is no choice");
    await userEvent.selectOptions(select, "Hall 1");
    await settled();
    expect(points()[0]?.getAttribute("aria-label")).toContain("320 pixels from the left");
  });
});

test("it is accessible, and Escape leaves", async () => {
  await place({ problem: { code: "calibration_implausible", message: "", retryable: false } });
  await expectAccessible(element);
  const left = new Promise((resolve) => element.addEventListener("ba-calibrator-close", resolve, { once: true }));
  points()[0]?.focus();
  await userEvent.keyboard("{Escape}");
  await left;
});

function distinctPixels(canvas: HTMLCanvasElement | null | undefined): number {
  const surface = canvas?.getContext("2d");
  if (!canvas || !surface || canvas.width === 0) return 0;
  const { data } = surface.getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}
