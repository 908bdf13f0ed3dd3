import type { Events } from "../../../convex/contract/events.js";
import { timelineEn as text } from "../../i18n/en.timeline.js";
import type { Look } from "../../match/looks.js";
import { lastHitBy, rallyAt } from "../../match/rallies.js";

/** What is at a moment of the match, in words: the rally, and its last stroke by then. */
export function readout(events: Events, looks: readonly Look[], seconds: number): string {
  const index = rallyAt(events, seconds);
  const rally = events.rallies[index];
  if (!rally) return text.between;
  const said = [text.rally(index + 1, events.rallies.length)];
  if (events.highlights.some((highlight) => highlight.rally === index)) said.push(text.highlight);
  const hit = Math.min(lastHitBy(events, seconds), rally.firstHit + rally.hits - 1);
  const { stroke, hitter } = (hit >= rally.firstHit ? events.hits[hit] : undefined) ?? {};
  const name = looks.find(({ id }) => id === hitter)?.name;
  if (stroke) said.push(text.stroke(hit - rally.firstHit + 1, stroke, name));
  return said.join(", ");
}
