import { Task, TaskStatus } from "@lit/task";
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from "lit";
import type { VideoView } from "../../convex/contract/video.js";
import { en } from "../i18n/en.js";
import { problem } from "../store/problem.js";
import type { State } from "../store/state.js";
import type { MatchSettings } from "./finished-view.js";
import { loadAround, loadPlayer, type Around, type LoadedPlayer } from "./load-player.js";

/** Fetches the player, and what stands around it, once there is a finished match, and shows it in them. */
export class FinishedMatch {
  readonly #host: ReactiveControllerHost;
  readonly #player: Task<readonly [boolean, Around], LoadedPlayer>;
  readonly #around: () => Around;
  /** What came at a later try. */
  readonly #cameLater = new Set<Around>();

  /**
   * @param needed - Says whether there is a match to show.
   * @param around - Says what is to stand around the player.
   */
  constructor(host: ReactiveControllerHost, needed: () => boolean, around: () => Around) {
    this.#host = host;
    this.#around = around;
    this.#player = new Task(host, { task: loadPlayer, args: () => [needed(), around()] as const });
  }

  render(state: State, video: VideoView, settings: MatchSettings): TemplateResult | typeof nothing {
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
    const { view, playhead, around } = this.#player.value ?? {};
    const missing = around || this.#cameLater.has(this.#around()) ? nothing : this.#renderMissing();
    const render = this.#around() === "match" ? view?.renderMatch : view?.renderHighlights;
    return render && playhead ? render(video, playhead, settings, missing) : nothing;
  }

  #renderMissing(): TemplateResult {
    return html`<p part="notice" class="notice">
      <span>${this.#around() === "match" ? en.matchMissing : en.highlightsMissing}</span>
      <button class="button" type="button" @click=${this.#reloadAround}>${en.actions.retry}</button>
    </p>`;
  }

  #reload = (event: Event): void => {
    event.stopPropagation();
    void this.#player.run();
  };

  #reloadAround = async (): Promise<void> => {
    const around = this.#around();
    if (await loadAround(around)) this.#cameLater.add(around);
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
