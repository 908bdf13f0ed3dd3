/** What a clip holds before a rally's serve and after its end, seconds: room to see what begins and how it ended. */
const LEAD_IN = 1;
const LEAD_OUT = 1;

/** Longest clip, seconds: the file is made in memory. The longest rally ever played in a tournament took under four minutes. */
export const MAX_CLIP_SECONDS = 600;

/** A stretch of the video, seconds. */
export interface ClipSpan {
  readonly start: number;
  readonly end: number;
}

/** What is cut out of a video of this length for a rally. */
export function clipSpan(rally: ClipSpan, duration: number): ClipSpan {
  const start = Math.max(0, rally.start - LEAD_IN);
  return { start, end: Math.min(duration, rally.end + LEAD_OUT, start + MAX_CLIP_SECONDS) };
}

/** What file systems do not take in a name, and what cannot be seen. */
const FORBIDDEN = /[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]+/gu;
/** Code points of a match's name that are kept: with the rest, below the 255 bytes that file systems take. */
const MAX_NAME = 50;

/** Such as "club final - rally 3.mp4". */
export function clipName(filename: string, suffix: string): string {
  const stem = filename.replace(/\.[a-z0-9]{1,5}$/i, "").replace(FORBIDDEN, " ");
  const name = Array.from(stem.trim()).slice(0, MAX_NAME).join("").trim();
  return `${name === "" ? "match" : name} - ${suffix}.mp4`;
}
