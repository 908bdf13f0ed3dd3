import type { PicturePoint } from "../../../convex/contract/court.js";

/** A point is being put elsewhere; stays between the stage and the calibrator. */
export class PointMoveEvent extends Event {
  constructor(
    readonly index: number,
    readonly at: PicturePoint,
    /** Whether it goes on with the move before, as while dragging. */
    readonly joined: boolean,
  ) {
    super("point-move");
  }
}

/** A point has the visitor's attention. */
export class PointActiveEvent extends Event {
  constructor(readonly index: number) {
    super("point-active");
  }
}

/** The visitor wants a point gone. */
export class PointRemoveEvent extends Event {
  constructor(readonly index: number) {
    super("point-remove");
  }
}
