import type { ClipProblem } from "../clip/problem.js";
import { formatBytes, formatNumber, formatPercent } from "./format.js";

const locale = "en";

const problems: Record<ClipProblem, string> = {
  unreachable: "The video could not be fetched. Check the connection and try again.",
  unreadable: "This browser cannot read the video file.",
  undrawable: "The drawings could not be fetched. Try again, or save the clip without them.",
  failed: "The clip could not be made.",
};

/** The texts of saving a rally as a clip, in English; they are loaded with it. */
export const clipEn = {
  save: "Save as clip",
  draw: "Draw what is shown over the picture into it",
  making: (suffix: string) => `Making the clip of ${suffix}`,
  percent: (share: number) => formatPercent(share, locale),
  cancel: "Cancel",
  retry: "Try again",
  again: "Make another",
  ready: "The clip is ready, and your browser saves it.",
  download: (bytes: number) => `Save it again (${formatBytes(bytes, locale)})`,
  early: (seconds: number) =>
    `Some video editors show up to ${formatNumber(seconds, locale, 1)} seconds more at its beginning.`,
  mute: "The clip has no sound: this browser cannot write it.",
  problems,
  rally: (number: number) => `rally ${number}`,
};

/** The texts of one language. */
export type ClipDictionary = typeof clipEn;
