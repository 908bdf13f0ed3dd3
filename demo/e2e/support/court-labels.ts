import { readFile } from "node:fs/promises";
import * as z from "zod/mini";
import { solveHomography, project, type Point } from "../../../convex/contract/homography.js";

const Place = z.tuple([z.number(), z.number()]);
const CourtFile = z.object({ outer_corners_line_centre: z.record(z.string(), Place) });
const PlayersFile = z.object({
  frames: z.record(
    z.string(),
    z.record(z.string(), z.object({ ground: z.nullable(Place), ground_world_m: z.optional(z.nullable(Place)) })),
  ),
});

/** Where the outer corners lie, metres, by the centres of the lines. */
const CORNERS = new Map<string, Point>([
  ["near-left", [-3.03, -6.68]],
  ["near-right", [3.03, -6.68]],
  ["far-right", [3.03, 6.68]],
  ["far-left", [-3.03, 6.68]],
]);

/** Where a labelled person stands in each frame, metres, by the frame's number and the person's label; nobody who is in the air. */
export type FloorLabels = ReadonlyMap<number, ReadonlyMap<string, Point>>;

/** The labels beside a clip, on the floor: as they tell it, else through the labelled corners of the court. */
export async function floorLabelsOf(clip: string): Promise<FloorLabels> {
  const read = async (kind: string) =>
    JSON.parse(await readFile(clip.replace(/\.\w+$/, `.${kind}.json`), "utf8")) as unknown;
  const corners = Object.entries(CourtFile.parse(await read("court")).outer_corners_line_centre);
  const toFloor = solveHomography(
    corners.map(([, at]) => at),
    corners.map(([name]) => CORNERS.get(name) ?? [NaN, NaN]),
  );
  const { frames } = PlayersFile.parse(await read("players"));
  return new Map(
    Object.entries(frames).map(([frame, people]) => {
      const places = Object.entries(people).flatMap(([name, { ground, ground_world_m }]): [string, Point][] => {
        const floor = ground_world_m ?? (ground && toFloor && project(toFloor, ground));
        return ground && floor ? [[name, floor]] : [];
      });
      return [Number(frame), new Map(places)];
    }),
  );
}
