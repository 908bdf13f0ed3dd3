import { shownSpan } from "../match/rallies.js";
import type { Span } from "../controllers/playback-state.js";

/** Longest clip, seconds: the file is made in memory. The longest rally ever played in a tournament took under four minutes. */
export const MAX_CLIP_SECONDS = 600;

/** What is cut out of a video of this length for a rally: what is shown of it, as far as it fits into a clip. */
export function clipSpan(rally: Span, duration: number): Span {
  const { start, end } = shownSpan(rally, duration);
  return { start, end: Math.min(end, start + MAX_CLIP_SECONDS) };
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
