import { MAX_NAME_LENGTH } from "../contract/edits.js";
import { failure } from "./failure.js";

/** Control characters, halves of characters, and the invisible ones that reorder text and so can make a text look like another. */
export const INVISIBLE = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A name that somebody typed, trimmed. Throws `invalid_request` where it is empty, too long, or holds what cannot be seen. */
export function typedName(text: string): string {
  const name = text.normalize("NFC").trim();
  if (name === "" || name.length > MAX_NAME_LENGTH || INVISIBLE.test(name)) throw failure("invalid_request");
  return name;
}
