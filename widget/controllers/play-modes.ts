import type { Events } from "../../convex/contract/events.js";
import { neighbourOf, shownSpan } from "../match/rallies.js";
import type { GuideCommand } from "./playback-commands.js";
import type { Span } from "./playback-state.js";

/** How a visitor wants a match to be played. */
export interface PlayModes {
  /** Only these spans are played, in order of time, or those of the rallies; all of the video where undefined. */
  readonly only: "rallies" | readonly Span[] | undefined;
  /** Played over and over. */
  readonly loop: Span | undefined;
  /** Where playing stops once, seconds: the end of a span that was asked for. */
  readonly until: number | undefined;
  /** Plays slowly around each hit. */
  readonly slowHits: boolean;
}

export const USUAL_MODES: PlayModes = { only: undefined, loop: undefined, until: undefined, slowHits: false };

/** What is known of a match, for playing it; all in order of time. */
export interface PlayedMatch {
  /** What is shown of each rally. */
  readonly rallies: readonly Span[];
  /** Times of the hits, seconds. */
  readonly hits: readonly number[];
}

/** What there is to know of a video of this length, seconds. */
export const playedMatch = (events: Events | undefined, duration: number): PlayedMatch => ({
  rallies: events?.rallies.map((rally) => shownSpan(rally, duration)) ?? [],
  hits: events?.hits.map(({ time }) => time) ?? [],
});

/** What the video is to do. */
export interface Guidance {
  readonly modes: PlayModes;
  /** Where to go, seconds. */
  readonly seek?: number;
  readonly playing?: boolean;
}

/** A seek shows the frame that begins before its time: this far before, seconds, a span counts as entered. */
const ENTERED = 0.15;
/** How long after its beginning going back still leads to the rally before, seconds. */
const GRACE = 2;
/** What is played slowly around a hit, seconds before and after. */
const SLOW_BEFORE = 0.35;
const SLOW_AFTER = 0.25;
/** The speed of it, as a multiple of normal speed. */
const SLOW_RATE = 0.25;

const isIn = ({ start, end }: Span, seconds: number) => seconds >= start - ENTERED && seconds < end;

/** The last of the spans that holds this moment. */
export const spanAt = (spans: readonly Span[], seconds: number): Span | undefined =>
  spans.findLast((span) => isIn(span, seconds));

const spansOf = ({ only }: PlayModes, { rallies }: PlayedMatch): readonly Span[] =>
  only === "rallies" ? rallies : (only ?? []);

/** What the video is to do at `seconds`, while it plays by itself. */
export function guide(modes: PlayModes, match: PlayedMatch, seconds: number): Guidance {
  if (modes.until !== undefined)
    return seconds >= modes.until ? { modes: { ...modes, until: undefined }, playing: false } : { modes };
  if (modes.loop) return seconds >= modes.loop.end ? { modes, seek: modes.loop.start } : { modes };
  const spans = spansOf(modes, match);
  if (spans.length === 0 || spanAt(spans, seconds)) return { modes };
  const next = spans.find(({ start }) => start > seconds);
  return next ? { modes, seek: next.start } : { modes, playing: false };
}

/** The speed at `seconds`, where `rate` is what the visitor chose. */
export function rateAt({ slowHits }: PlayModes, { hits }: PlayedMatch, seconds: number, rate: number): number {
  const near = slowHits && hits.some((hit) => seconds >= hit - SLOW_BEFORE && seconds <= hit + SLOW_AFTER);
  return near ? Math.min(rate, SLOW_RATE) : rate;
}

/** Where playing begins when the visitor asks for it outside of the spans: at the next one, or at the first, after the last. */
export function startOfPlay(modes: PlayModes, match: PlayedMatch, seconds: number): number | undefined {
  const spans = spansOf(modes, match);
  if (modes.loop || modes.until !== undefined || spanAt(spans, seconds)) return undefined;
  return (spans.find(({ start }) => start > seconds) ?? spans[0])?.start;
}

/** The modes once the visitor has gone to `seconds`: what was asked of another moment is over. */
export function afterMove(modes: PlayModes, { rallies }: PlayedMatch, seconds: number): PlayModes {
  const { loop } = modes;
  const kept = loop && (isIn(loop, seconds) ? loop : spanAt(rallies, seconds));
  return kept === loop && modes.until === undefined ? modes : { ...modes, loop: kept, until: undefined };
}

/** What comes of a command that is about the match. */
export function obey(modes: PlayModes, match: PlayedMatch, seconds: number, command: GuideCommand): Guidance {
  switch (command.type) {
    case "rally":
      return go(
        modes,
        match,
        neighbourOf(
          match.rallies.map(({ start }) => start),
          seconds,
          command.direction,
          GRACE,
        ),
      );
    case "hit":
      return { ...go(modes, match, neighbourOf(match.hits, seconds, command.direction)), playing: false };
    case "play-span":
      return { ...cue(modes, command.span), playing: true };
    case "cue-span":
      return cue(modes, command.span);
    case "only":
      return { modes: { ...modes, only: command.spans, loop: undefined } };
    case "rallies-only":
      return { modes: { ...modes, only: modes.only === "rallies" ? undefined : "rallies", loop: undefined } };
    case "loop":
      return loop(modes, match, seconds, command.span);
    case "slow-hits":
      return { modes: { ...modes, slowHits: !modes.slowHits } };
  }
}

const cue = (modes: PlayModes, { start, end }: Span): Guidance => ({
  modes: { ...modes, loop: undefined, until: end },
  seek: start,
});

function go(modes: PlayModes, match: PlayedMatch, seek: number | undefined): Guidance {
  return seek === undefined ? { modes } : { modes: afterMove(modes, match, seek), seek };
}

/** Loops the span, or else the rally of this moment, or the next; ends a loop that there is. */
function loop(modes: PlayModes, { rallies }: PlayedMatch, seconds: number, span: Span | undefined): Guidance {
  if (!span && modes.loop) return { modes: { ...modes, loop: undefined } };
  const looped = span ?? spanAt(rallies, seconds) ?? rallies.find(({ start }) => start > seconds) ?? rallies.at(-1);
  if (!looped) return { modes };
  const there = isIn(looped, seconds);
  return { modes: { ...modes, loop: looped, until: undefined }, ...(there ? {} : { seek: looped.start }) };
}
