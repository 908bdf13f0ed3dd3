import "../match/index.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { NO_PLAYER } from "../../controllers/playhead.js";
import { matchEn as text } from "../../i18n/en.match.js";
import { looksOf } from "../../match/looks.js";
import { expectAccessible } from "../../testing/axe.js";
import { motionOf, path, segment, shuttle } from "../../testing/frame-data.js";
import { drivenPlayhead, measuredVideo, settled, type DrivenPlayhead } from "../../testing/match.js";
import { heatmapAround, metrics } from "../../testing/metrics.js";
import { part } from "../../testing/mount.js";
import { within } from "../../testing/player.js";
import type { BaCourtMap } from "./court-map.js";

/** Ten seconds at 10 frames a second: 1 walks away from the camera, 2 stands in the far half and is lost for a while. */
const FRAMES = 100;
const frames = Array.from({ length: FRAMES }, (_, frame) => frame);
const held = segment(
  frames.map((frame) => 100 * frame),
  {
    paths: [
      path(
        1,
        frames.map((frame) => ({ frame, x: -1, y: -6 + frame / 20, speed: 0.5 })),
      ),
      path(
        2,
        frames
          .filter((frame) => frame < 40 || frame >= 60)
          .map((frame) => ({ frame, x: 2, y: 5, state: frame < 60 ? ("seen" as const) : ("bridged" as const) })),
      ),
    ],
    // From 2 s to 4 s it flies from one half to the other, and rises half a metre a second from a metre on.
    shuttle: shuttle(
      frames
        .filter((frame) => frame >= 20 && frame <= 40)
        .map((frame) => ({
          frame,
          x: 0.5,
          y: 0.5,
          space: [0.5, -4 + (frame - 20) / 2.5, 1 + (frame - 20) / 20] as const,
        })),
    ),
  },
);
const motion = motionOf({
  1: Array.from({ length: 50 }, (_, sample) => ({ x: -1, y: -6 + sample / 10 })),
  2: Array.from({ length: 50 }, (_, sample) => (sample < 20 || sample >= 30 ? { x: 2, y: 5 } : undefined)),
});

let map: BaCourtMap;
let driven: DrivenPlayhead;

beforeEach(async () => {
  await page.viewport(900, 900);
});

afterEach(() => map.remove());

async function show(changes: Partial<BaCourtMap> = {}): Promise<void> {
  driven = drivenPlayhead(held);
  map = document.createElement("ba-court-map");
  const { results } = measuredVideo();
  const players = results?.players ?? [];
  const names = [{ id: 1, name: "Anna" }];
  const looks = looksOf(players, names, (id) => `Player ${id}`);
  Object.assign(map, { players, looks, motion, playhead: driven.playhead, ...changes });
  map.style.inlineSize = "410px";
  document.body.append(map);
  await settled(map);
  await expect.poll(() => within(plan(), "svg").getAttribute("viewBox")).toBe("0 0 410 820");
}

const plan = () => within(map, "ba-court-plan");
const dot = (id: number) => within(plan(), `#dot-${id}`) as unknown as SVGGElement;
const inPlan = (selector: string) => [...(plan().shadowRoot?.querySelectorAll(selector) ?? [])];

/** Where a dot is drawn, metres on the floor; 50 px are a metre here, and the court's middle is the drawing's. */
function floorOf(id: number): [number, number] {
  const { e, f } = dot(id).transform.baseVal.consolidate()!.matrix;
  return [(e - 205) / 50, (410 - f) / 50];
}

const choose = async (selector: string) => {
  within(map, selector).click();
  await settled(map);
};

describe("positions", () => {
  test("the dots are where the shown frame says, in the same task", async () => {
    await show();
    for (const seconds of [0, 0.1, 3.3, 9.9]) {
      driven.playhead.show(seconds);
      const [x, y] = floorOf(1);
      expect(x).toBeCloseTo(-1, 2);
      expect(y).toBeCloseTo(-6 + seconds / 2, 2);
    }
  });

  test("who is not known has no dot, and who is not seen a hollow one", async () => {
    await show();
    driven.playhead.show(1);
    expect(dot(2).hasAttribute("hidden")).toBe(false);
    expect(dot(2).dataset.state).toBe("seen");
    driven.playhead.show(5);
    expect(dot(2).hasAttribute("hidden")).toBe(true);
    driven.playhead.show(7);
    expect(dot(2).dataset.state).toBe("bridged");
    expect(getComputedStyle(dot(2).querySelector(".shape")!).fill).not.toBe(
      getComputedStyle(dot(1).querySelector(".shape")!).fill,
    );
  });

  test("who is beyond the drawing stands at its edge, with an arrow to where they are", async () => {
    await show();
    const arrow = (id: number) => getComputedStyle(dot(id).querySelector(".arrow")!).display;
    const far = segment([0, 100], {
      paths: [
        path(1, [
          { frame: 0, x: 1, y: -12 },
          { frame: 1, x: 1, y: -5 },
        ]),
      ],
    });
    driven = drivenPlayhead(far);
    map.playhead = driven.playhead;
    await settled(map);
    driven.playhead.show(0);
    const box = dot(1).querySelector(".shape")!.getBoundingClientRect();
    const edge = within(plan(), ".plan").getBoundingClientRect();
    expect(box.bottom).toBeLessThanOrEqual(edge.bottom);
    expect(box.bottom).toBeGreaterThan(edge.bottom - 12);
    expect(floorOf(1)[0]).toBeCloseTo(1, 2);
    expect(arrow(1)).toBe("inline");
    expect(dot(1).querySelector(".arrow")?.getAttribute("transform")).toBe("rotate(90.0)");
    driven.playhead.show(0.1);
    expect(floorOf(1)).toEqual([expect.closeTo(1, 2), expect.closeTo(-5, 2)]);
    expect(arrow(1)).toBe("none");
  });

  test("before the first frame and without data there are none", async () => {
    await show();
    expect(dot(1).hasAttribute("hidden")).toBe(true);
    expect(map.shadowRoot?.textContent).toContain(text.map.waiting);
    driven.playhead.attach(NO_PLAYER);
    driven.playhead.show(1);
    expect(dot(1).hasAttribute("hidden")).toBe(true);
  });

  test("the shuttle is over its place on the floor, with a ring that grows with its height", async () => {
    await show({ shuttle: true });
    const sign = () => within(plan(), "#shuttle") as unknown as SVGGElement;
    const at = () => {
      const { e, f } = sign().transform.baseVal.consolidate()!.matrix;
      return [(e - 205) / 50, (410 - f) / 50];
    };
    const ring = () => Number(sign().querySelector(".shuttle-height")?.getAttribute("r"));
    driven.playhead.show(2);
    expect(at()).toEqual([expect.closeTo(0.5, 2), expect.closeTo(-4, 2)]);
    const low = ring();
    driven.playhead.show(4);
    expect(at()).toEqual([expect.closeTo(0.5, 2), expect.closeTo(4, 2)]);
    expect(ring()).toBeGreaterThan(low);
    expect(inPlan(".trail.shuttle").filter((line) => line.getAttribute("d") !== "")).not.toEqual([]);
    part(map, "describe-button").click();
    await settled(map);
    expect(part(map, "description").textContent).toContain("4.0 m from the net, 2.0 m above the floor");
    driven.playhead.show(6);
    expect(sign().hasAttribute("hidden")).toBe(true);
    expect(part(map, "legend").textContent).toContain(text.map.legend.shuttle);
  });

  test("a player can be left out", async () => {
    await show();
    driven.playhead.show(1);
    await choose("fieldset[part=players] input");
    expect(inPlan(".dot")).toHaveLength(1);
  });

  test("in landscape the near end is at the left", async () => {
    await show();
    map.orientation = "landscape";
    await expect.poll(() => within(plan(), "svg").getAttribute("viewBox")).toBe("0 0 410 205");
    driven.playhead.show(0);
    const { e, f } = dot(1).transform.baseVal.consolidate()!.matrix;
    expect(e).toBeCloseTo(205 - 6 * 25, 1);
    expect(f).toBeCloseTo(102.5 - 25, 1);
  });

  test("words say where everybody is", async () => {
    await show();
    driven.playhead.show(7);
    await choose("[part=describe-button]");
    const said = part(map, "description").textContent;
    expect(said).toContain("Anna: middle left, 2.5 m from the net.");
    expect(said).toContain("Player 2: rear left, 5.0 m from the net, not seen at the moment.");
  });
});

describe("figures", () => {
  const shares = () => inPlan(".share").map((share) => share.textContent);

  test("zones show the share of time, of one player in each half", async () => {
    await show();
    await choose('input[value="zones"]');
    expect(shares()).toHaveLength(18);
    expect(shares().slice(0, 3)).toEqual(["5%", "10%", "8%"]);
    expect(within(map, "table").textContent).toContain("middle centre");
  });

  test("the heatmap is darkest where the player was most", async () => {
    const { results } = measuredVideo();
    const players = results!.players.map((player) => ({
      ...player,
      metrics: metrics({ heatmap: heatmapAround(1, 3) }),
    }));
    await show({ players });
    await choose('input[value="heatmap"]');
    const canvas = within(plan(), "canvas");
    const opacity = (x: number, y: number) => {
      const [left, top] = [205 + 50 * x, 410 - 50 * y].map((value) => value * devicePixelRatio) as [number, number];
      return canvas.getContext("2d")!.getImageData(left, top, 1, 1).data[3]!;
    };
    // Near half: the right is at the right. Far half: turned round.
    expect(opacity(1, -3)).toBeGreaterThan(200);
    expect(opacity(-1, 3)).toBeGreaterThan(200);
    expect(opacity(-2.5, -6)).toBeLessThan(40);
    expect(map.shadowRoot?.textContent).toContain("Anna was most often middle right");
  });
});

describe("a place that is clicked", () => {
  const moments = () => [...(within(map, "ba-moments").shadowRoot?.querySelectorAll(".moment") ?? [])] as HTMLElement[];

  test("tells when somebody was there, and leads to each moment", async () => {
    await show();
    await userEvent.click(within(plan(), ".plan"), { position: { x: 205 + 2 * 50, y: 410 - 5 * 50 } });
    await settled(map);
    expect(moments().map((moment) => moment.textContent.replace(/\s+/g, " ").trim())).toEqual([
      "2 0:00 Player 2 for 4 seconds",
      "2 0:06 Player 2 for 4 seconds",
    ]);
    moments()[1]!.click();
    expect(driven.asked).toEqual([{ seconds: expect.closeTo(6) as unknown, reveal: true }]);
  });

  test("by keys as well; they say where the cross is, and clear it", async () => {
    await show();
    within(plan(), ".plan").focus();
    await userEvent.keyboard("{Shift>}{ArrowLeft}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}");
    await settled(map);
    expect(plan().shadowRoot?.querySelector("[role=status]")?.textContent).toContain("Cross: near half, middle left");
    await userEvent.keyboard("{Enter}");
    await settled(map);
    expect(moments()).toHaveLength(1);
    within(map, "ba-moments").shadowRoot?.querySelectorAll<HTMLElement>(".buttons button")[1]?.click();
    expect(driven.asked[0]?.seconds).toBeCloseTo(4);
    within(plan(), ".plan").focus();
    await userEvent.keyboard("{Escape}");
    await settled(map);
    expect(map.shadowRoot?.querySelector("ba-moments")).toBeNull();
  });

  test("where nobody was says so", async () => {
    await show();
    await userEvent.click(within(plan(), ".plan"), { position: { x: 30, y: 30 } });
    await settled(map);
    expect(within(map, "ba-moments").shadowRoot?.textContent).toContain(text.moments.none("metric"));
  });
});

test("nothing to find for axe, in any mode", async () => {
  await show();
  driven.playhead.show(1);
  await userEvent.click(within(plan(), ".plan"), { position: { x: 305, y: 160 } });
  for (const mode of ["positions", "heatmap", "zones"]) {
    await choose(`input[value="${mode}"]`);
    await expectAccessible(map);
  }
});

test("a court that nobody moved on is no obstacle", async () => {
  await show({ motion: undefined, players: [], looks: [] });
  await choose('input[value="heatmap"]');
  expect(inPlan(".line")).toHaveLength(12);
});
