import type { Locator } from "playwright-core";
import type { Point } from "../../../convex/contract/homography.js";
import { planView, toFloor, type Orientation } from "../../../widget/elements/court-plan/plan-view.js";

/** Where the dots of the court map are drawn, metres on the floor, by the players' ids; without those that are not shown. */
export async function dotsOnFloor(map: Locator): Promise<Map<number, Point>> {
  const plan = map.locator("ba-court-plan");
  const drawn = await plan.evaluate((element) => ({
    orientation: element.getAttribute("orientation"),
    width: element.clientWidth,
    dots: [...(element.shadowRoot?.querySelectorAll<SVGGElement>(".dot:not([hidden])") ?? [])].map((dot) => {
      const { e, f } = dot.transform.baseVal.consolidate()?.matrix ?? { e: NaN, f: NaN };
      return { id: Number(dot.id.replace("dot-", "")), left: e, top: f };
    }),
  }));
  const view = planView(drawn.width, drawn.orientation as Orientation);
  return new Map(drawn.dots.map(({ id, left, top }) => [id, toFloor(view, left, top)]));
}
