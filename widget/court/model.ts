import {
  COURT_LENGTH,
  COURT_WIDTH,
  LINE_WIDTH,
  LONG_SERVICE_INSET,
  NET_MIDDLE_HEIGHT,
  NET_POST_HEIGHT,
  SHORT_SERVICE_DISTANCE,
  SINGLES_WIDTH,
} from "../../convex/contract/court.js";

/** A place on the floor: x and y in metres, in the world frame of convex/contract/court.ts. */
export type Floor = readonly [number, number];

/** A place in space: x, y and z in metres. */
export type Space = readonly [number, number, number];

export const HALF_LENGTH = COURT_LENGTH / 2;
export const HALF_WIDTH = COURT_WIDTH / 2;

const HALF_LINE = LINE_WIDTH / 2;

/** The lines' centres: |x| of those along the court, |y| of those across. */
export const SIDE_DOUBLES = HALF_WIDTH - HALF_LINE;
export const SIDE_SINGLES = SINGLES_WIDTH / 2 - HALF_LINE;
export const BASELINE = HALF_LENGTH - HALF_LINE;
export const LONG_SERVICE = HALF_LENGTH - LONG_SERVICE_INSET - HALF_LINE;
export const SHORT_SERVICE = SHORT_SERVICE_DISTANCE + HALF_LINE;

const along = (x: number): readonly [Floor, Floor] => [
  [x, -BASELINE],
  [x, BASELINE],
];

const across = (y: number): readonly [Floor, Floor] => [
  [-SIDE_DOUBLES, y],
  [SIDE_DOUBLES, y],
];

/** The painted lines by their centres, as in modal_app/pipeline/court/model.py. */
export const LINES: readonly (readonly [Floor, Floor])[] = [
  ...[-SIDE_DOUBLES, -SIDE_SINGLES, SIDE_SINGLES, SIDE_DOUBLES].map(along),
  [
    [0, -BASELINE],
    [0, -SHORT_SERVICE],
  ],
  [
    [0, SHORT_SERVICE],
    [0, BASELINE],
  ],
  ...[-BASELINE, -LONG_SERVICE, -SHORT_SERVICE, SHORT_SERVICE, LONG_SERVICE, BASELINE].map(across),
];

/** The net's posts and its upper edge, which hangs a little in the middle. */
export const NET: readonly (readonly [Space, Space])[] = [
  [
    [-HALF_WIDTH, 0, 0],
    [-HALF_WIDTH, 0, NET_POST_HEIGHT],
  ],
  [
    [-HALF_WIDTH, 0, NET_POST_HEIGHT],
    [0, 0, NET_MIDDLE_HEIGHT],
  ],
  [
    [0, 0, NET_MIDDLE_HEIGHT],
    [HALF_WIDTH, 0, NET_POST_HEIGHT],
  ],
  [
    [HALF_WIDTH, 0, NET_POST_HEIGHT],
    [HALF_WIDTH, 0, 0],
  ],
];
