import type { Floor } from "../court/model.js";
import { HALF_LENGTH, HALF_WIDTH } from "../court/model.js";
import { NEAR } from "../court/moments.js";
import { halfOf, toOwn, zoneOf, type Half, type ZoneColumn, type ZoneRow } from "../court/own.js";
import type { KnownState } from "../court/places.js";
import { formatPercent } from "./format.js";
import { formatClock, formatTimeInWords } from "./time.js";
import { formatLength, type Units } from "./units.js";

const locale = "en";

const rows: Record<ZoneRow, string> = { front: "front", middle: "middle", rear: "rear" };
const columns: Record<ZoneColumn, string> = { left: "left", centre: "centre", right: "right" };
const halves: Record<Half, string> = { near: "near half", far: "far half" };
const ways: Record<KnownState, string> = { seen: "", airborne: ", in the air", bridged: ", not seen at the moment" };

/** Such as "front left, 1.2 m from the net". */
function whereabouts(floor: Floor, units: Units): string {
  const own = toOwn(floor);
  const { row, column } = zoneOf(own);
  const outside = Math.abs(own[0]) > HALF_WIDTH || own[1] > HALF_LENGTH ? ", outside the lines" : "";
  return `${rows[row]} ${columns[column]}, ${formatLength(own[1], units, locale)} from the net${outside}`;
}

/** The texts of what stands beside and below the player, in English; they are loaded with it. */
export const matchEn = {
  failed: "The movements could not be loaded.",
  eventsFailed: "The rallies and strokes could not be loaded.",
  retry: "Try again",
  units: { legend: "Units", metric: "km/h, m", imperial: "mph, ft" },
  map: {
    title: "Court from above",
    mode: "Show on the court",
    modes: { positions: "Positions", heatmap: "Heatmap", zones: "Zones" },
    players: "Players on the court",
    label: "Court seen from above, near end first",
    keys: "Arrow keys move a cross by 25 centimetres, with Shift by a metre. Enter finds when somebody was there, Escape clears it.",
    hint: "Click a place on the court to find when somebody was there.",
    waiting: "Play the video to see where everybody is.",
    nobody: "Nobody’s place is known at this moment.",
    describe: "Describe positions",
    player: (name: string, floor: Floor, state: KnownState, units: Units) =>
      `${name}: ${whereabouts(floor, units)}${ways[state]}.`,
    shuttle: (floor: Floor, height: number, units: Units) =>
      `Shuttle: ${halves[halfOf(floor)]}, ${whereabouts(floor, units)}, ${formatLength(Math.max(height, 0), units, locale)} above the floor.`,
    cursor: (floor: Floor, units: Units) => `Cross: ${halves[halfOf(floor)]}, ${whereabouts(floor, units)}.`,
    legend: {
      seen: "seen",
      bridged: "not seen, worked out",
      airborne: "in the air",
      beyond: "farther out",
      shuttle: "shuttle: the wider the ring, the higher",
      base: "where the player waits",
    },
    heat: { least: "seldom", most: "most often" },
    densest: (name: string, floor: Floor, units: Units) => `${name} was most often ${whereabouts(floor, units)}.`,
    zones: (name: string) => `Share of time in each zone: ${name}`,
    zone: (row: ZoneRow, column: ZoneColumn) => `${rows[row]} ${columns[column]}`,
    percent: (share: number) => formatPercent(share, locale),
  },
  timeline: { loading: "Loading the timeline…", failed: "The timeline could not be loaded." },
  rallies: { loading: "Loading the rallies…", failed: "The list of rallies could not be loaded." },
  charts: { loading: "Loading the charts…", failed: "The charts could not be loaded." },
  speed: { loading: "Loading the chart…", failed: "The chart could not be loaded.", retry: "Try again" },
  calibration: {
    label: "Mark the court",
    loading: "Loading…",
    failed: "The marking of the court could not be loaded. Check your connection, then try again.",
    retry: "Try again",
    close: "Close",
  },
  moments: {
    title: (count: number) => (count === 1 ? "Once here" : `${count} times here`),
    none: (units: Units) => `Nobody was within ${formatLength(NEAR, units, locale)} of this place.`,
    where: (floor: Floor, units: Units) => `${halves[halfOf(floor)]}, ${whereabouts(floor, units)}`,
    item: (seconds: number, name: string) => `${formatClock(seconds)} ${name}`,
    length: (seconds: number) => `for ${formatTimeInWords(Math.max(1, Math.round(seconds)), locale)}`,
    next: "Next",
    previous: "Previous",
    clear: "Clear",
    more: (count: number) => `and ${count} more`,
  },
};

/** The texts of one language. */
export type MatchDictionary = typeof matchEn;
