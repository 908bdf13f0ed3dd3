import type { FloorPoint } from "../../../convex/contract/court.js";
import { BASELINE, LONG_SERVICE, SHORT_SERVICE, SIDE_DOUBLES, SIDE_SINGLES } from "../../court/model.js";

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

const x: Record<Along, number> = {
  "left-doubles": -SIDE_DOUBLES,
  "left-singles": -SIDE_SINGLES,
  centre: 0,
  "right-singles": SIDE_SINGLES,
  "right-doubles": SIDE_DOUBLES,
};

const y: Record<Across, number> = {
  "near-base": -BASELINE,
  "near-long": -LONG_SERVICE,
  "near-short": -SHORT_SERVICE,
  net: 0,
  "far-short": SHORT_SERVICE,
  "far-long": LONG_SERVICE,
  "far-base": BASELINE,
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
