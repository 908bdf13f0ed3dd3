import {
  EVENTS_VERSION,
  type Events,
  type Highlight,
  type Hit,
  type Rally,
  type SpeedInterval,
} from "../../convex/contract/events.js";
import type { Stroke } from "../../convex/contract/strokes.js";
import { packed } from "./frame-data.js";

/** Seconds between two strokes of a made-up rally, and from its last hit to its end. */
export const STROKE_SECONDS = 0.8;
const END_SECONDS = 0.6;
const FRAME_RATE = 30;

/** A hit as a test writes it down: a stroke, or a stroke with whatever is to be different. */
export type MadeHit = Stroke | ({ readonly stroke: Stroke } & Partial<Hit>);

/** A rally as a test writes it down: players 1 and 2 in turn, the server first. */
export interface MadeRally {
  /** Time of the serve, seconds. */
  readonly start: number;
  readonly strokes: readonly MadeHit[];
  /** 1 unless told. */
  readonly server?: 1 | 2;
  readonly changes?: Partial<Rally>;
}

/** Speeds off the racket that are usual for each stroke, m/s. */
const speeds: Partial<Record<Stroke, SpeedInterval>> = {
  "serve-short": { low: 6, high: 9 },
  "serve-long": { low: 18, high: 24 },
  clear: { low: 28, high: 38 },
  lift: { low: 17, high: 23 },
  drop: { low: 14, high: 19 },
  smash: { low: 52, high: 70 },
  drive: { low: 24, high: 33 },
};

/** Near the net, in mid-court and at the back, by stroke: how far from the net a shuttle comes down. */
const depths: Partial<Record<Stroke, number>> = { clear: 6.2, lift: 5.8, "serve-long": 6.1, smash: 4, drive: 4.5 };

function hitOf(made: MadeHit, time: number, hitter: 1 | 2, at: number): Hit {
  const { stroke, ...changes } = typeof made === "string" ? { stroke: made } : made;
  const towards = hitter === 1 ? 1 : -1;
  const side = at % 3 === 0 ? 1.8 : at % 3 === 1 ? -1.6 : 0.2;
  const speed = speeds[stroke];
  return {
    time,
    frame: Math.round(time * FRAME_RATE),
    confidence: 0.93,
    support: "shuttle",
    hitter,
    hitterConfidence: 0.97,
    stroke,
    strokeConfidence: stroke === "unknown" ? 0.3 : 0.84,
    hand: at % 2 === 0 ? "forehand" : "backhand",
    flight: {
      ...(speed ? { speed } : {}),
      contactHeight: stroke === "smash" || stroke === "clear" ? 2.6 : 1.1,
      netHeight: 1.9,
      from: [-side, -towards * 4.5],
      to: [side, towards * (depths[stroke] ?? 1.6)],
      landed: false,
    },
    edited: false,
    ...changes,
  };
}

function rallyOfMade({ start, strokes, server = 1, changes }: MadeRally, firstHit: number): [Rally, Hit[]] {
  const hits = strokes.map((made, at) =>
    hitOf(made, start + at * STROKE_SECONDS, (at % 2 === 0 ? server : 3 - server) as 1 | 2, at),
  );
  const last = hits.at(-1);
  const hitter = last?.hitter;
  const rally: Rally = {
    start,
    end: (last?.time ?? start) + END_SECONDS,
    confidence: 0.95,
    startUnseen: false,
    endUnseen: false,
    firstHit,
    hits: hits.length,
    server,
    ...(hitter === undefined ? {} : { lastHitter: hitter, winner: hitter - 1, winnerConfidence: 0.8 }),
    ending: "in",
    ...(last?.flight.to ? { landing: last.flight.to, margin: 0.6, marginError: 0.1 } : {}),
    edited: false,
    ...changes,
  };
  if (last) last.flight = { ...last.flight, landed: true };
  return [rally, hits];
}

/** The events of a match between players 1 and 2 with these rallies, in order of time. */
export function eventsOf(made: readonly MadeRally[], changes: Partial<Events> = {}): Events {
  const hits: Hit[] = [];
  const rallies = made.map((each) => {
    const [rally, own] = rallyOfMade(each, hits.length);
    hits.push(...own);
    return rally;
  });
  return { version: EVENTS_VERSION, sides: [[1], [2]], hits, rallies, highlights: [], ...changes };
}

const bestOf = (rally: number, ...reasons: Highlight["reasons"]): Highlight => ({ rally, reasons });

/**
 * A made-up match of twelve seconds, as long as the clip of `results` and the numbered clips: three rallies with dead time before, between and
 * after them, one of them a highlight, one with a hit that nobody is known for.
 */
export const madeUpMatch: Events = eventsOf(
  [
    { start: 0.8, strokes: ["serve-short", "net-shot", "lift"], changes: { score: [1, 0], game: 1 } },
    {
      start: 4,
      server: 2,
      strokes: ["serve-long", "clear", { stroke: "smash", confidence: 0.99 }, "block"],
      changes: { score: [1, 1], game: 1 },
    },
    {
      start: 9,
      strokes: [
        "serve-short",
        {
          stroke: "unknown",
          support: "swing",
          hitter: undefined,
          hitterConfidence: undefined,
          flight: { landed: false },
        },
      ],
      changes: {
        ending: "unknown",
        endUnseen: true,
        winner: undefined,
        winnerConfidence: undefined,
        lastHitter: undefined,
      },
    },
  ],
  { highlights: [bestOf(1, { kind: "fastest_smash", value: 61, player: 2 })] },
);

const exchange: readonly Stroke[] = ["clear", "drop", "net-shot", "lift", "smash", "block", "drive", "push"];

/** A match of so many rallies, from one to 23 strokes each, with every tenth a highlight as far as there may be. */
export function longMatch(rallies: number): Events {
  const made: MadeRally[] = [];
  let start = 10;
  for (let index = 0; index < rallies; index++) {
    const strokes = 1 + ((7 * index) % 23);
    made.push({
      start,
      server: index % 3 === 0 ? 2 : 1,
      strokes: Array.from({ length: strokes }, (_, at) =>
        at === 0 ? "serve-short" : (exchange[(index + at) % exchange.length] ?? "unknown"),
      ),
    });
    start += strokes * STROKE_SECONDS + 12 + (index % 5);
  }
  const highlights = made
    .flatMap((_, index) => (index % 10 === 0 ? [bestOf(index, { kind: "longest", value: 20 })] : []))
    .slice(0, 30);
  return eventsOf(made, { highlights });
}

/** An address from which a page can load the events, packed as the worker packs them. */
export async function eventsUrl(events: Events): Promise<string> {
  return URL.createObjectURL(new Blob([await packed(events)]));
}
