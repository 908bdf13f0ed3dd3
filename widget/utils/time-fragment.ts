import type { Span } from "../controllers/playback-state.js";

/** Seconds of a time of the W3C's media fragments: "12.5", "1:05" or "1:02:03.5"; undefined when it is none. */
function secondsOf(time: string): number | undefined {
  const [, hours = "0", minutes = "0", seconds = ""] = /^(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d*)?)$/.exec(time) ?? [];
  if (seconds === "" || (time.includes(":") && Number(seconds) >= 60)) return undefined;
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
}

/**
 * The span of a time as media fragments write it: "12.5,20.1" from one moment to another, "12.5" from there to the end, ",20.1" up to there.
 * Undefined when it is none.
 */
export function spanOfTime(time: string): Span | undefined {
  const [from = "", to, ...more] = time.trim().replace(/^npt:/, "").split(",");
  const start = from === "" && to !== undefined ? 0 : secondsOf(from);
  const end = to === undefined ? Infinity : secondsOf(to);
  return start === undefined || end === undefined || end <= start || more.length > 0 ? undefined : { start, end };
}

/** Names and values of a fragment such as "#t=12.5,20.1&track=1"; none where it is a plain name, as that of a place on the page. */
function pairsOf(hash: string): URLSearchParams {
  const text = hash.replace(/^#/, "");
  return new URLSearchParams(text.includes("=") ? text : "");
}

/** The span that a page's address asks for, after its `#`. */
export function spanOfHash(hash: string): Span | undefined {
  const time = pairsOf(hash).get("t");
  return time === null ? undefined : spanOfTime(time);
}

const DIGITS = 10;
const shortly = (seconds: number, round: (value: number) => number) => String(round(DIGITS * seconds) / DIGITS);

/** The address of a span of the video that is shown on the page at `href`; to a tenth of a second, and no shorter than the span. */
export function linkTo({ start, end }: Span, href: string): string {
  const url = new URL(href);
  const pairs = pairsOf(url.hash);
  const time = `${shortly(start, Math.floor)}${Number.isFinite(end) ? `,${shortly(end, Math.ceil)}` : ""}`;
  pairs.delete("t");
  const others = pairs.toString();
  url.hash = `t=${time}${others === "" ? "" : `&${others}`}`;
  return url.href;
}
