import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_CALIBRATION_POINTS } from "../../../convex/contract/edits.js";
import {
  addPoint,
  canAdd,
  canRemove,
  freeLandmarks,
  MARGIN,
  movePoint,
  namePoint,
  removePoint,
  startDraft,
  undo,
} from "./draft.js";
import { usualPoints } from "./initial.js";
import { landmark, LANDMARKS, landmarkAt } from "./landmarks.js";

const fresh = () => startDraft(usualPoints());

describe("landmarks", () => {
  test("are the thirty crossings and the feet of the two posts, each known by its place", () => {
    expect(LANDMARKS).toHaveLength(32);
    for (const one of LANDMARKS) expect(landmarkAt(one.floor)).toBe(one);
    expect(landmarkAt([0, 0])).toBeUndefined();
  });

  test("lie at the centres of the lines", () => {
    expect(landmark("near-base left-doubles").floor[0]).toBeCloseTo(-3.03);
    expect(landmark("near-base left-doubles").floor[1]).toBeCloseTo(-6.68);
    expect(landmark("far-short centre").floor).toEqual([0, 2]);
    expect(landmark("far-long right-singles").floor[0]).toBeCloseTo(2.57);
  });
});

describe("a draft", () => {
  test("moves a point, as far as the margin around the picture", () => {
    expect(movePoint(fresh(), 1, [0.7, 0.8]).points[1]?.at).toEqual([0.7, 0.8]);
    expect(movePoint(fresh(), 1, [9, -9]).points[1]?.at).toEqual([1 + MARGIN, -MARGIN]);
  });

  test("takes a whole drag back in one step", () => {
    const dragged = [0.3, 0.4, 0.5].reduce((draft, x, at) => movePoint(draft, 0, [x, x], at > 0), fresh());
    expect(undo(dragged).points).toEqual(fresh().points);
  });

  test("any steps can be taken back, one by one", () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant("move" as const),
          index: fc.nat(3),
          x: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        fc.record({ kind: fc.constant("add" as const) }),
        fc.record({ kind: fc.constant("remove" as const) }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        let draft = fresh();
        for (const one of list) {
          const [free] = freeLandmarks(draft);
          if (one.kind === "move") draft = movePoint(draft, one.index, [one.x, one.x]);
          else if (one.kind === "add" && free) draft = addPoint(draft, { landmark: free, at: [0.5, 0.5] });
          else if (one.kind === "remove") draft = removePoint(draft, draft.points.length - 1);
          expect(new Set(draft.points.map(({ landmark: { id } }) => id)).size).toBe(draft.points.length);
        }
        while (draft.past.length > 0) draft = undo(draft);
        expect(draft.points).toEqual(fresh().points);
      }),
    );
  });

  test("keeps at least four points, and at most what a calibration may have", () => {
    expect(canRemove(fresh())).toBe(false);
    let draft = fresh();
    while (canAdd(draft)) {
      const [free] = freeLandmarks(draft);
      if (!free) break;
      draft = addPoint(draft, { landmark: free, at: [0.5, 0.5] });
    }
    expect(draft.points).toHaveLength(MAX_CALIBRATION_POINTS);
    expect(canRemove(draft)).toBe(true);
  });

  test("a point can be given another place on the court", () => {
    expect(namePoint(fresh(), 2, landmark("far-short centre")).points[2]?.landmark.id).toBe("far-short centre");
  });
});
