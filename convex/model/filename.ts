import { MAX_FILENAME_LENGTH } from "../contract/limits.js";
import { INVISIBLE } from "./text.js";

const SEPARATORS = /[/\\]/g;

/** A file's name as it may be shown and logged: no path, no control characters, bounded; never empty. */
export function displayName(name: string): string {
  const clean = name.normalize("NFC").replace(new RegExp(INVISIBLE, "gu"), "").replace(SEPARATORS, "").trim();
  return clean === "" ? "video" : shorten(clean);
}

/** Cuts the middle of a name that is too long: its type at the end tells people more than the rest. */
function shorten(name: string): string {
  if (name.length <= MAX_FILENAME_LENGTH) return name;
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 && name.length - dot <= 10 ? name.slice(dot) : "";
  // A character outside the basic plane takes two code units and must not be halved.
  let stem = "";
  for (const character of name) {
    if (stem.length + character.length + extension.length + 1 > MAX_FILENAME_LENGTH) break;
    stem += character;
  }
  return `${stem}…${extension}`;
}
