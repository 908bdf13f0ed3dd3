import { html, type TemplateResult } from "lit";
import type { VideoView } from "../../convex/contract/video.js";
import type { Playhead } from "../controllers/playhead.js";
import { exportParts } from "./finished-parts.js";

/** What a page says about showing a match. */
export interface MatchSettings {
  readonly units: string;
  readonly t: string;
  readonly followHash: boolean;
  /** For the highlights: which rallies. */
  readonly rallies: string;
}

/** The chosen rallies of a match, with the player. */
export function renderHighlights(
  video: VideoView,
  playhead: Playhead,
  { units, rallies }: MatchSettings,
  missing: unknown,
): TemplateResult {
  return html`
    <ba-highlights
      part="highlights"
      exportparts=${exportParts.highlights}
      .video=${video}
      .playhead=${playhead}
      .units=${units}
      .rallies=${rallies}
    >
      <ba-player
        slot="player"
        part="player"
        exportparts=${exportParts.player}
        .video=${video}
        .playhead=${playhead}
      ></ba-player>
    </ba-highlights>
    ${missing}
  `;
}

/** All there is to know of a match, around the player. */
export function renderMatch(
  video: VideoView,
  playhead: Playhead,
  { units, t, followHash }: MatchSettings,
  missing: unknown,
): TemplateResult {
  return html`
    <h2 part="title" class="title">${video.filename}</h2>
    <ba-match
      part="match"
      exportparts=${exportParts.match}
      .video=${video}
      .playhead=${playhead}
      .units=${units}
      ?linked=${followHash}
    >
      <ba-player
        slot="player"
        part="player"
        exportparts=${exportParts.player}
        .video=${video}
        .playhead=${playhead}
        .t=${t}
        ?follow-hash=${followHash}
      ></ba-player>
    </ba-match>
    ${missing}
    <ba-summary part="summary" exportparts=${exportParts.summary} .video=${video}></ba-summary>
    <ba-actions part="actions" exportparts=${exportParts.actions}></ba-actions>
  `;
}
