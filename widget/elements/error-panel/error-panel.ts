import { consume } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { BaNewRequestEvent } from "../../events/new-request.js";
import { BaRetryRequestEvent } from "../../events/retry-request.js";
import { en } from "../../i18n/en.js";
import { stateContext } from "../../store/contexts.js";
import type { Problem } from "../../store/problem.js";
import type { FailedView, State } from "../../store/state.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { styles } from "./error-panel.styles.js";

/** What the panel says and offers. */
interface Content {
  readonly title: string;
  readonly body: string;
  readonly filename?: string;
  readonly calm: boolean;
  readonly retry: boolean;
  readonly another: boolean;
}

/**
 * Says in plain words what went wrong or was stopped, and offers what can be done about it.
 *
 * @summary A problem in plain words.
 * @tagname ba-error-panel
 *
 * @fires {BaRetryRequestEvent} ba-retry-request - The visitor wants to try again.
 * @fires {BaNewRequestEvent} ba-new-request - The visitor wants to go on to another video.
 *
 * @csspart panel - The box.
 * @csspart title - The heading.
 * @csspart message - What happened.
 * @csspart filename - The name of the video file.
 * @csspart retry-button - Tries again.
 * @csspart new-button - Goes on to another video.
 */
export class BaErrorPanel extends LitElement {
  static override styles = [tokens, controls, styles];

  /** What the element around it shows; comes by context inside of `<badminton-analyzer>`. */
  @consume({ context: stateContext, subscribe: true })
  @property({ attribute: false })
  state?: State;

  private requestRetry(): void {
    this.dispatchEvent(new BaRetryRequestEvent());
  }

  private requestNew(): void {
    this.dispatchEvent(new BaNewRequestEvent());
  }

  override render() {
    const content = this.state && contentOf(this.state);
    if (!content) {
      return nothing;
    }
    const { title, body, filename, calm, retry, another } = content;
    const busy = this.state?.busy ?? false;
    return html`
      <div part="panel" class="panel ${calm ? "calm" : ""}">
        <h2 part="title">${title}</h2>
        <p part="message">${body}</p>
        ${filename ? html`<p part="filename" class="file">${en.problem.about(filename)}</p>` : nothing}
        ${
          retry || another
            ? html`<div class="buttons">
                ${
                  retry
                    ? html`<button
                        part="retry-button"
                        class="button primary"
                        type="button"
                        ?disabled=${busy}
                        @click=${this.requestRetry}
                      >
                        ${en.actions.retry}
                      </button>`
                    : nothing
                }
                ${
                  another
                    ? html`<button
                        part="new-button"
                        class="button"
                        type="button"
                        ?disabled=${busy}
                        @click=${this.requestNew}
                      >
                        ${en.actions.another}
                      </button>`
                    : nothing
                }
              </div>`
            : nothing
        }
      </div>
    `;
  }
}

function contentOf({ view, fixed }: State): Content | undefined {
  if (view.name === "empty" && view.problem) {
    const { problem, filename } = view;
    return {
      title: en.problem.uploadTitle,
      body: messageOf(problem),
      filename,
      calm: false,
      retry: false,
      another: false,
    };
  }
  if (view.name === "stopped") {
    const { title, body } = en.stopped;
    return { title, body, filename: view.filename, calm: true, retry: false, another: !fixed && view.owner };
  }
  if (view.name === "failed") {
    const title = titles[view.during];
    const mayRetry = view.owner || view.during === "showing";
    return {
      title,
      body: messageOf(view.problem),
      filename: view.filename,
      calm: false,
      retry: mayRetry && view.problem.retryable,
      another: !fixed,
    };
  }
  return undefined;
}

const titles: Record<FailedView["during"], string> = {
  upload: en.problem.uploadTitle,
  analysis: en.problem.analysisTitle,
  showing: en.problem.title,
};

function messageOf({ code, retryAfterMs }: Problem): string {
  const wait = retryAfterMs === undefined ? "" : ` ${en.problem.retryIn(retryAfterMs / 1000)}`;
  return en.errors[code] + wait;
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-error-panel": BaErrorPanel;
  }
}
