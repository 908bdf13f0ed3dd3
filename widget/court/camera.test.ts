import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CourtCamera } from "../../convex/contract/court.js";
import { COORDINATE_SCALE } from "../../convex/contract/segment.js";
import { segment } from "../testing/frame-data.js";
import { fromUnitSquare, motionAt } from "./motion.js";
import { movedBy, show, shownLines, shownNet, type Size } from "./camera.js";

/** Two cameras, and what modal_app/pipeline/court/camera.py makes of the same places; picture fractions. */
const golden = [
  {
    name: "a broadcast camera behind the court",
    camera: {
      homography: [
        0.10507997805007736, 0.04178561298266834, 0.8658907579186272, 0.0, -0.014581437863743642, 0.4870635513292278,
        0.0, 6.529002028541929e-5, 0.0013529543092478552,
      ],
      distortion: 0.08,
      projection: [
        0.10446909192708298, 0.04154269086195986, -0.016155490890762167, 0.8608568717506125, 0.0, -0.014496668165371408,
        -0.10645314533377215, 0.48423199035971953, 0.0, 6.491045447181228e-5, -2.5242954516815885e-5,
        0.001345088862110332,
      ],
    },
    size: [1280, 720],
    shown: [
      [0.220733, 0.896711],
      [0.779267, 0.896711],
      [0.5, 0.42866],
      [0.640104, 0.300976],
    ],
    net: [0.692672, 0.337765],
    corners: [
      -0.0109375, 0.0125, 0.9963097353870458, -0.022764174126733375, 1.0275816306089742, 0.968494034900285,
      0.006024249188311686, 1.0171469155844155,
    ],
    moved: [
      [0.232286, 0.900638],
      [0.802128, 0.875432],
      [0.506185, 0.418987],
      [0.644735, 0.286356],
    ],
  },
  {
    name: "a low telephone in a corner",
    camera: {
      homography: [
        0.12865771449590555, 0.06198939020206119, 0.8320165411397171, 0.011137434066927689, 0.04083725824540153,
        0.5343786645106898, 2.566962585842283e-5, 9.412196148088371e-5, 0.0008322092703300682,
      ],
      distortion: -0.12,
      projection: [
        0.12784749240908214, 0.06159901195473096, -0.008978805920017045, 0.8267769161325803, 0.011067296064656154,
        0.0405800855704059, -0.11169030600436468, 0.531013414331871, 2.550797136368478e-5, 9.352922833351088e-5,
        -9.352922833351088e-6, 0.0008269684316106607,
      ],
    },
    size: [1920, 1080],
    shown: [
      [0.198442, 1.42637],
      // Farther off than the lens's model reaches.
      undefined,
      [0.48794, 0.55896],
      [0.553682, 0.506016],
    ],
    net: [0.700386, 0.408828],
    corners: [
      -0.007291666666666667, 0.008333333333333333, 0.9936306253270538, -0.026709401709401708, 1.0320602780005348,
      0.9650940033859039, 0.009794903243390569, 1.0203733987462524,
    ],
    moved: [[0.222506, 1.456281], undefined, [0.50119, 0.545847], [0.566124, 0.489769]],
  },
] satisfies {
  camera: CourtCamera;
  size: Size;
  name: string;
  shown: (number[] | undefined)[];
  moved: (number[] | undefined)[];
  net: number[];
  corners: number[];
}[];

const PLACES = [
  [-3.03, -6.68],
  [3.03, -6.68],
  [0, 2],
  [3.03, 6.68],
] satisfies [number, number][];

const near = (value: number): unknown => expect.closeTo(value, 5);

describe.each(golden)("$name", ({ camera, size, shown, net, corners, moved }) => {
  test("shows the floor as the worker says", () => {
    expect(PLACES.map((place) => show(camera, size, place))).toEqual(shown.map((place) => place?.map(near)));
  });

  test("shows the net's posts", () => {
    // The third line runs from the middle of the net to the top of the right post.
    expect(shownNet(camera, size)[2]?.at(-1)).toEqual(net.map(near));
  });

  test("shows it moved, where the frame data says that it moved", () => {
    const motion = Int16Array.from(corners, (value) => Math.round(value * COORDINATE_SCALE));
    const homography = motionAt(segment([0], { motion }), 0, size);
    const after = movedBy(camera, homography ?? []);
    // Stored corners are rounded to a sixteen-thousandth of the picture.
    expect(PLACES.map((place) => show(after, size, place))).toEqual(
      moved.map((place) => place?.map((value) => expect.closeTo(value, 3.3) as unknown)),
    );
  });

  test("its lines begin and end at their crossings", () => {
    const lines = shownLines(camera, size).map((line) => [line[0], line.at(-1)]);
    const left = lines.find(([, end]) => Math.abs((end?.[0] ?? 0) - (shown[3]?.[0] ?? 0)) < 1e-4);
    expect(left?.[1]).toEqual(shown[3]?.map(near));
  });
});

/** A camera at the corner of the court, a metre and a half high: a part of each long line is behind it. */
const inside: CourtCamera = golden[1]!.camera;

describe("lines that pass the camera", () => {
  const size: Size = [1920, 1080];

  test("are followed out of the picture, and never come back from behind", () => {
    // The same camera four metres further on.
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = inside.homography;
    const ahead = { ...inside, homography: [a, b, c + 4 * b, d, e, f + 4 * e, g, h, i + 4 * h] };
    const lines = shownLines({ ...ahead, projection: undefined }, size);
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) for (const [x, y] of line) expect(Math.hypot(x - 0.5, y - 0.5)).toBeLessThan(4);
  });

  test("and wholly behind it are left out", () => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = inside.homography;
    const beyond = { ...inside, homography: [a, b, c + 30 * b, d, e, f + 30 * e, g, h, i + 30 * h].map((v) => -v) };
    expect(shownLines({ ...beyond, projection: undefined }, size)).toEqual([]);
    expect(show(beyond, size, [0, 0])).toBeUndefined();
  });

  test("a lens that draws inwards does not fold them back into the picture", () => {
    for (const line of shownLines({ ...inside, distortion: -0.4 }, size)) {
      const ends = [line[0], line.at(-1)] as [[number, number], [number, number]];
      // From one end to the other without turning round.
      const along = line.map(
        ([x, y]) => (x - ends[0][0]) * (ends[1][0] - ends[0][0]) + (y - ends[0][1]) * (ends[1][1] - ends[0][1]),
      );
      expect(along.toSorted((one, other) => one - other)).toEqual(along);
    }
  });
});

test("there is no net where heights cannot be told", () => {
  expect(shownNet({ ...inside, projection: undefined }, [1920, 1080])).toEqual([]);
});

test("a still camera has no motion", () => {
  expect(motionAt(segment([0, 40]), 1, [640, 360])).toBeUndefined();
});

test("the square's corners go where they are told to", () => {
  const coordinate = fc.double({ min: -0.3, max: 0.3, noNaN: true });
  fc.assert(
    fc.property(fc.array(coordinate, { minLength: 8, maxLength: 8 }), (shift) => {
      const corners = [0, 0, 1, 0, 1, 1, 0, 1].map((value, at) => value + (shift[at] ?? 0));
      const matrix = fromUnitSquare(corners);
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = matrix;
      const found = [0, 0, 1, 0, 1, 1, 0, 1].flatMap((_, at, square) => {
        if (at % 2 === 1) return [];
        const [u = 0, v = 0] = [square[at], square[at + 1]];
        return [(a * u + b * v + c) / (g * u + h * v + i), (d * u + e * v + f) / (g * u + h * v + i)];
      });
      expect(found).toEqual(corners.map((value) => expect.closeTo(value, 9) as unknown as number));
    }),
  );
});

test("a lens that draws inwards shows nothing of what its model would fold back into the picture", () => {
  const above = { homography: [80, 0, 640, 0, -80, 360, 0, 0, 1], distortion: -0.2 };
  expect(show(above, [1280, 720], [10, 0])).toBeDefined();
  expect(show(above, [1280, 720], [14, 0])).toBeUndefined();
});
