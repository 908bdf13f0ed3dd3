import { html, nothing, type TemplateResult } from "lit";
import type { Events } from "../../../convex/contract/events.js";
import { ralliesEn } from "../../i18n/en.rallies.js";
import type { Units } from "../../i18n/units.js";
import type { Look } from "../../match/looks.js";
import type { RallyOf } from "../../match/rallies.js";
import { looksOfSide } from "../../match/sides.js";

const text = ralliesEn.rally;

/** What is known of a rally, with how surely; what is not known is left out, or said. */
export function rallyFacts(
  { rally, highlight }: RallyOf,
  events: Events,
  looks: readonly Look[],
  units: Units,
  isWinnerSaid: boolean,
): TemplateResult {
  const nameOf = (id: number | undefined) => looks.find((look) => look.id === id)?.name;
  const sideName = (side: number | undefined) => {
    const names = looksOfSide(events, side, looks).map(({ name }) => name);
    return names.length === 0 ? undefined : ralliesEn.pair(names);
  };
  const winner = sideName(rally.winner);
  const told = isWinnerSaid
    ? text.winnerSaid(winner ?? "")
    : text.winnerValue(winner ?? "", rally.winnerConfidence ?? 0);
  const margin =
    rally.margin === undefined || (rally.ending !== "in" && rally.ending !== "out")
      ? undefined
      : text.margin(rally.margin, rally.marginError, units);
  const facts: (readonly [string, string] | undefined)[] = [
    [text.time, text.timeValue(rally.start, rally.end)],
    rally.score && [
      text.score,
      [ralliesEn.score(rally.score), ...(rally.game === undefined ? [] : [ralliesEn.game(rally.game)])].join(", "),
    ],
    [text.server, nameOf(rally.server) ?? text.unknown],
    [text.winner, winner === undefined ? text.unknown : told],
    [text.ending, text.endingValue(rally.ending, margin)],
    rally.edited ? undefined : [text.confidence, text.percent(rally.confidence)],
    highlight && [
      text.highlights,
      highlight.reasons.map((reason) => ralliesEn.reason(reason, units, nameOf(reason.player))).join("; "),
    ],
    rally.machine && [
      text.machine,
      text.machineValue(rally.machine.start, rally.machine.end, sideName(rally.machine.winner)),
    ],
  ];
  return html`<dl part="facts" aria-label=${text.facts}>
    ${facts.map((fact) =>
      fact
        ? html`<div>
            <dt>${fact[0]}</dt>
            <dd>${fact[1]}</dd>
          </div>`
        : nothing,
    )}
  </dl>`;
}
