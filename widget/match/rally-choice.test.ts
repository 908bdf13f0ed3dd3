import { expect, test } from "vitest";
import type { Events } from "../../convex/contract/events.js";
import { eventsOf, madeUpMatch } from "../testing/events.js";
import { chosenRallies, type Order, type RallyChoice } from "./rally-choice.js";

const events: Events = {
  ...madeUpMatch,
  rallies: madeUpMatch.rallies.map((rally, at) => ({ ...rally, edited: at === 2 })),
};

const listed = (choice: RallyChoice, order: Order = "time") =>
  chosenRallies(events, choice, order).map(({ index }) => index);

test.each<[string, RallyChoice, number[]]>([
  ["everything", {}, [0, 1, 2]],
  ["a winner", { winner: 0 }, [0, 1].filter((at) => events.rallies[at]!.winner === 0)],
  ["an unknown winner", { winner: "unknown" }, [2]],
  ["a server", { server: 2 }, [1]],
  ["a length", { length: "short" }, [0, 1, 2]],
  ["another length", { length: "long" }, []],
  ["a stroke", { stroke: "smash" }, [1]],
  ["an ending", { ending: "unknown" }, [2]],
  ["highlights", { highlights: true }, [1]],
  ["corrected ones", { edited: true }, [2]],
  ["several things at once", { highlights: true, server: 1 }, []],
])("rallies are chosen by %s", (_, choice, expected) => {
  expect(listed(choice)).toEqual(expected);
});

test("a rally counts as corrected where one of its hits is", () => {
  const [first, ...others] = madeUpMatch.hits;
  const corrected = { ...madeUpMatch, hits: [{ ...first!, edited: true }, ...others] };
  expect(chosenRallies(corrected, { edited: true }, "time").map(({ index }) => index)).toEqual([0]);
});

test.each<[Order, number[]]>([
  ["time", [0, 1, 2]],
  ["strokes", [1, 0, 2]],
  ["seconds", [1, 0, 2]],
  ["highlights", [1, 0, 2]],
])("they are sorted by %s", (order, expected) => {
  expect(listed({}, order)).toEqual(expected);
});

test("lengths are told by strokes", () => {
  const clears = (count: number) => new Array<"clear">(count).fill("clear");
  const long = eventsOf([4, 5, 9, 10].map((count, at) => ({ start: 20 * at, strokes: clears(count) })));
  const lengths = (length: "short" | "middling" | "long") =>
    chosenRallies(long, { length }, "time").map(({ index }) => index);
  expect(lengths("short")).toEqual([0]);
  expect(lengths("middling")).toEqual([1, 2]);
  expect(lengths("long")).toEqual([3]);
});
