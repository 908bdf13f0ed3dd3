import { provide } from "@lit/context";
import { Task, TaskStatus } from "@lit/task";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { VideoView } from "../../convex/contract/video.js";
import {
  openConvexService,
  SessionController,
  type OpenService,
  type SessionSettings,
} from "../controllers/session.js";
import { announcement } from "../i18n/announce.js";
import { en } from "../i18n/en.js";
import { stateContext } from "../store/contexts.js";
import { newsBetween } from "../store/news.js";
import { problem } from "../store/problem.js";
import { initialState, type State } from "../store/state.js";
import { controls } from "../styles/controls.styles.js";
import { tokens } from "../styles/tokens.styles.js";
import { styles } from "./badminton-analyzer.styles.js";
import { loadPlayer } from "./load-player.js";

/**
 * Sends a video of a badminton match to a deployment, shows how its analysis comes along, and plays the match with
 * what was found drawn over it. With `video-id` it shows an existing analysis.
 *
 * @summary The whole of badminton-analyzer in one element.
 * @tagname badminton-analyzer
 */
export class BadmintonAnalyzer extends LitElement {
  static override styles = [tokens, controls, styles];

  /** Address of the Convex deployment, such as `https://happy-otter-123.convex.cloud`. */
  @property({ attribute: "deployment-url" }) deploymentUrl = "";

  /** The site's public key; needed for sending videos. */
  @property({ attribute: "site-key" }) siteKey = "";

  /** An existing analysis to show; without it, the element takes a new video. */
  @property({ attribute: "video-id" }) videoId = "";

  /** Lets a visitor watch the video of `video-id` when its site does not show results to everybody. */
  @property({ attribute: "share-token" }) shareToken = "";

  /** Where the deployment's service comes from: another one than Convex, for tests. */
  openService: OpenService = openConvexService;

  @provide({ context: stateContext })
  @state()
  private state: State = initialState;

  @query(".view") private readonly viewElement!: HTMLElement | null;

  readonly #controller = new SessionController(this, () => this.openService);
  readonly #player = new Task(this, { task: loadPlayer, args: () => [this.state.view.name === "done"] as const });
  #connection: AbortController | undefined;
  #hadFocus = false;

  /**
   * Takes a video from the page, as if the visitor had chosen it.
   *
   * @returns false when the element is busy with another video, or shows one
   */
  analyze(file: File): boolean {
    if (this.#session === undefined || this.state.view.name !== "empty") {
      return false;
    }
    void this.#session.choose(file);
    return true;
  }

  /** @internal */
  get settings(): SessionSettings {
    const { deploymentUrl, siteKey, videoId, shareToken } = this;
    return { deploymentUrl, siteKey, videoId, shareToken };
  }

  /** @internal */
  receive(next: State): void {
    const before = this.state;
    this.state = next;
    for (const event of newsBetween(before, next)) {
      this.dispatchEvent(event);
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    const root = this.renderRoot;
    const on = (type: keyof GlobalEventHandlersEventMap, act: () => unknown) =>
      root.addEventListener(type, () => void act(), { signal });
    root.addEventListener(
      "ba-file-request",
      (event) => void this.#session?.choose((event as GlobalEventHandlersEventMap["ba-file-request"]).detail.file),
      { signal },
    );
    on("ba-cancel-request", () => this.#session?.cancel());
    on("ba-retry-request", () => this.#session?.retry());
    on("ba-delete-request", () => this.#session?.remove());
    on("ba-new-request", () => this.#session?.startOver());
    window.addEventListener("beforeunload", (event) => this.#warnBeforeLeaving(event), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connection?.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("state")) {
      this.#hadFocus = this.shadowRoot?.activeElement != null;
    }
  }

  protected override updated(): void {
    // What had the focus may be gone with its view: the focus then goes to the view that came instead.
    if (this.#hadFocus && this.shadowRoot?.activeElement == null) {
      this.viewElement?.focus({ preventScroll: true });
    }
    this.#hadFocus = false;
  }

  override render() {
    const { view, connection, notice } = this.state;
    return html`
      <section part="base" class="base" aria-label=${en.region} aria-busy=${view.name === "loading"}>
        ${
          connection === "lost" || connection === "unreachable"
            ? html`<p part="connection" class="banner"><span class="dot"></span>${en.connection[connection]}</p>`
            : nothing
        }
        <div part="view" class="view" tabindex="-1">${this.renderView()}</div>
        ${
          notice
            ? html`<p part="notice" class="notice">
                <span>${en.errors[notice.code]}</span>
                <button part="dismiss-button" class="button quiet" type="button" @click=${this.dismiss}>
                  ${en.actions.dismiss}
                </button>
              </p>`
            : nothing
        }
        <div class="visually-hidden" role="status">${announcement(this.state)}</div>
      </section>
    `;
  }

  private renderView() {
    const { view } = this.state;
    switch (view.name) {
      case "loading":
        return html`<p part="loading" class="waiting">${en.loading}</p>`;
      case "empty":
        return html`${view.problem ? this.renderProblem() : nothing}${this.renderUploader()}`;
      case "checking":
        return this.renderUploader();
      case "uploading":
      case "analysing":
        return html`<ba-progress part="progress"></ba-progress>`;
      case "stopped":
      case "failed":
        return this.renderProblem();
      case "done":
        return this.renderPlayer(view.video);
    }
  }

  private renderUploader() {
    return html`<ba-uploader part="uploader"></ba-uploader>`;
  }

  private renderProblem() {
    return html`<ba-error-panel part="error"></ba-error-panel>`;
  }

  private renderPlayer(video: VideoView) {
    if (this.#player.status === TaskStatus.ERROR) {
      return html`<ba-error-panel
        part="error"
        .state=${this.playerMissing}
        @ba-retry-request=${this.reloadPlayer}
      ></ba-error-panel>`;
    }
    if (this.#player.status !== TaskStatus.COMPLETE) {
      return html`<p part="loading" class="waiting">${en.loadingPlayer}</p>`;
    }
    return html`
      <ba-player part="player" .video=${video}></ba-player>
      <ba-summary part="summary" .video=${video}></ba-summary>
      <ba-actions part="actions"></ba-actions>
    `;
  }

  private get playerMissing(): State {
    return {
      ...this.state,
      fixed: true,
      view: { name: "failed", problem: problem("player_missing"), during: "showing", owner: false },
    };
  }

  private reloadPlayer(event: Event): void {
    event.stopPropagation();
    void this.#player.run();
  }

  private dismiss(): void {
    this.#session?.dismissNotice();
  }

  get #session() {
    return this.#controller.session;
  }

  #warnBeforeLeaving(event: BeforeUnloadEvent): void {
    const { view } = this.state;
    if (view.name === "uploading" && !view.elsewhere) {
      event.preventDefault();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "badminton-analyzer": BadmintonAnalyzer;
  }
}
