import { Task, TaskStatus } from "@lit/task";
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from "lit";
import type { VideoView } from "../../convex/contract/video.js";
import { en } from "../i18n/en.js";
import { problem } from "../store/problem.js";
import type { State } from "../store/state.js";
import { loadMatch, loadPlayer, type LoadedPlayer } from "./load-player.js";
import { exportParts } from "./parts.js";

/** What a page says about showing a match. */
export interface MatchSettings {
  readonly units: string;
  readonly t: string;
  readonly followHash: boolean;
}

/** Fetches the player, and what stands around it, once there is a finished match, and shows it in them. */
export class FinishedMatch {
  readonly #host: ReactiveControllerHost;
  readonly #player: Task<readonly [boolean], LoadedPlayer>;
  /** What stands around the player came at a later try. */
  #matchLoaded = false;

  /** @param needed - Says whether there is a match to show. */
  constructor(host: ReactiveControllerHost, needed: () => boolean) {
    this.#host = host;
    this.#player = new Task(host, { task: loadPlayer, args: () => [needed()] as const });
  }

  render(state: State, video: VideoView, { units, t, followHash }: MatchSettings): TemplateResult {
    if (this.#player.status === TaskStatus.ERROR) {
      return html`<ba-error-panel
        part="error"
        .state=${playerMissing(state)}
        @ba-retry-request=${this.#reload}
      ></ba-error-panel>`;
    }
    if (this.#player.status !== TaskStatus.COMPLETE) {
      return html`<p part="loading" class="waiting">${en.loadingPlayer}</p>`;
    }
    const { playhead, match } = this.#player.value ?? {};
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
      ${match || this.#matchLoaded ? nothing : this.#renderMatchMissing()}
      <ba-summary part="summary" exportparts=${exportParts.summary} .video=${video}></ba-summary>
      <ba-actions part="actions" exportparts=${exportParts.actions}></ba-actions>
    `;
  }

  #renderMatchMissing(): TemplateResult {
    return html`<p part="notice" class="notice">
      <span>${en.matchMissing}</span>
      <button class="button" type="button" @click=${this.#reloadMatch}>${en.actions.retry}</button>
    </p>`;
  }

  #reload = (event: Event): void => {
    event.stopPropagation();
    void this.#player.run();
  };

  #reloadMatch = async (): Promise<void> => {
    this.#matchLoaded = await loadMatch();
    this.#host.requestUpdate();
  };
}

function playerMissing(state: State): State {
  return {
    ...state,
    fixed: true,
    view: { name: "failed", problem: problem("player_missing"), during: "showing", owner: false },
  };
}
