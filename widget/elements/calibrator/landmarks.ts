import {
  COURT_LENGTH,
  COURT_WIDTH,
  LINE_WIDTH,
  LONG_SERVICE_INSET,
  SHORT_SERVICE_DISTANCE,
  SINGLES_WIDTH,
  type FloorPoint,
} from "../../../convex/contract/court.js";

/** Lines along the court, from left to right, and across it, from near to far, as the camera sees them. */
export const ALONG = ["left-doubles", "left-singles", "centre", "right-singles", "right-doubles"] as const;
export const ACROSS = ["near-base", "near-long", "near-short", "net", "far-short", "far-long", "far-base"] as const;

type Along = (typeof ALONG)[number];
type Across = (typeof ACROSS)[number];

/** A place on the court that can be pointed at: a crossing of two painted lines, or the foot of a net post. */
export interface Landmark {
  readonly id: `${Across} ${Along}`;
  readonly across: Across;
  readonly along: Along;
  /** Metres, at the lines' centres. */
  readonly floor: FloorPoint;
}

const inner = (outer: number) => outer - LINE_WIDTH / 2;

const x: Record<Along, number> = {
  "left-doubles": -inner(COURT_WIDTH / 2),
  "left-singles": -inner(SINGLES_WIDTH / 2),
  centre: 0,
  "right-singles": inner(SINGLES_WIDTH / 2),
  "right-doubles": inner(COURT_WIDTH / 2),
};

const BASE = inner(COURT_LENGTH / 2);
const LONG = inner(COURT_LENGTH / 2 - LONG_SERVICE_INSET);
/** The laws measure to the line's far edge; its centre lies within. */
const SHORT = SHORT_SERVICE_DISTANCE + LINE_WIDTH / 2;

const y: Record<Across, number> = {
  "near-base": -BASE,
  "near-long": -LONG,
  "near-short": -SHORT,
  net: 0,
  "far-short": SHORT,
  "far-long": LONG,
  "far-base": BASE,
};

/** All of them: near before far, left before right. The net is painted nowhere; its posts stand on the outer side lines. */
export const LANDMARKS: readonly Landmark[] = ACROSS.flatMap((across) =>
  ALONG.filter((along) => across !== "net" || along.endsWith("doubles")).map((along): Landmark => ({
    id: `${across} ${along}`,
    across,
    along,
    floor: [x[along], y[across]],
  })),
);

/** The four outer corners, round the court. */
export const CORNERS: readonly Landmark[] = (
  ["near-base left-doubles", "near-base right-doubles", "far-base right-doubles", "far-base left-doubles"] as const
).map((id) => landmark(id));

/** The landmark of this id. */
export function landmark(id: string): Landmark {
  const found = LANDMARKS.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`there is no landmark ${id}`);
  return found;
}

/** The landmark at a place, within a hand's breadth; undefined where there is none. */
export function landmarkAt([x0, y0]: FloorPoint): Landmark | undefined {
  return LANDMARKS.find(({ floor }) => Math.hypot(floor[0] - x0, floor[1] - y0) < 0.1);
}

/** The painted lines, each from end to end. */
export const PAINTED: readonly (readonly [FloorPoint, FloorPoint])[] = [
  ...ALONG.filter((along) => along !== "centre").map((along) => segment([x[along], -BASE], [x[along], BASE])),
  segment([0, -BASE], [0, -SHORT]),
  segment([0, SHORT], [0, BASE]),
  ...ACROSS.filter((across) => across !== "net").map((across) =>
    segment([x["left-doubles"], y[across]], [x["right-doubles"], y[across]]),
  ),
];

function segment(start: FloorPoint, end: FloorPoint): readonly [FloorPoint, FloorPoint] {
  return [start, end];
}
