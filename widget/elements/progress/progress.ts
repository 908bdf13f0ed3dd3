import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { Stage } from "../../../convex/contract/video.js";
import { BaCancelRequestEvent } from "../../events/cancel-request.js";
import { en } from "../../i18n/en.js";
import { stateContext } from "../../store/contexts.js";
import type { AnalysingView, State, UploadingView } from "../../store/state.js";
import { controls } from "../../styles/controls.styles.js";
import { tokens } from "../../styles/tokens.styles.js";
import { stageMark, type StageState } from "./marks.js";
import { styles } from "./progress.styles.js";

/**
 * Shows how far an upload or an analysis has come, and offers to cancel it.
 *
 * @summary Progress of an upload or an analysis.
 * @tagname ba-progress
 *
 * @fires {BaCancelRequestEvent} ba-cancel-request - The visitor wants to stop what is under way.
 *
 * @csspart title - The heading.
 * @csspart percent - The progress in percent.
 * @csspart filename - The name of the video file.
 * @csspart bar - The progress bar.
 * @csspart facts - Amount, speed and time left.
 * @csspart stages - The list of stages of the analysis.
 * @csspart stage - One stage.
 * @csspart current-stage - The stage that is under way.
 * @csspart note - Advice below.
 * @csspart cancel-button - Cancels.
 */
export class BaProgress extends LitElement {
  static override styles = [tokens, controls, styles];

  /** What the element around it shows; comes by context inside of `<badminton-analyzer>`. */
  @consume({ context: stateContext, subscribe: true })
  @property({ attribute: false })
  state?: State;

  private requestCancel(): void {
    this.dispatchEvent(new BaCancelRequestEvent());
  }

  override render() {
    const view = this.state?.view;
    if (view?.name === "uploading") {
      return this.renderUpload(view);
    }
    return view?.name === "analysing" ? this.renderAnalysis(view) : nothing;
  }

  private renderUpload(view: UploadingView) {
    const { sent, size, bytesPerSecond, secondsLeft, retrying, elsewhere } = view;
    const facts = [en.upload.amount(sent, size)];
    if (bytesPerSecond !== undefined && !retrying) {
      facts.push(en.upload.speed(bytesPerSecond));
    }
    if (!elsewhere && !retrying) {
      facts.push(secondsLeft === undefined ? en.estimating : en.timeLeft(secondsLeft));
    }
    return html`
      ${renderHead(en.upload.title, view.filename, sent / size, en.upload.label)} ${renderFacts(facts)}
      ${retrying ? html`<p part="note" class="note trouble">${en.upload.retrying}</p>` : nothing}
      <p part="note" class="note">${elsewhere ? en.upload.elsewhere : en.upload.keepOpen}</p>
      ${elsewhere ? nothing : this.renderCancel(en.actions.cancelUpload)}
    `;
  }

  private renderAnalysis(view: AnalysingView) {
    const { progress, etaSeconds, owner, attempt } = view;
    const title = owner ? en.analysis.title : en.analysis.titleViewer;
    return html`
      ${renderHead(title, view.filename, progress, en.analysis.label)}
      ${renderFacts([etaSeconds === undefined ? en.estimating : en.timeLeft(etaSeconds)])} ${renderStages(view.stage)}
      ${attempt > 1 ? html`<p part="note" class="note">${en.analysis.attempt(attempt)}</p>` : nothing}
      ${owner ? html`<p part="note" class="note">${en.analysis.mayLeave}</p>` : nothing}
      ${owner ? this.renderCancel(en.actions.cancelAnalysis) : nothing}
    `;
  }

  private renderCancel(text: string) {
    const busy = this.state?.busy ?? false;
    return html`<button
      part="cancel-button"
      class="button"
      type="button"
      ?disabled=${busy}
      @click=${this.requestCancel}
    >
      ${busy ? en.analysis.cancelling : text}
    </button>`;
  }
}

function renderHead(title: string, filename: string, fraction: number, label: string): TemplateResult {
  return html`
    <div class="head">
      <h2 part="title">${title}</h2>
      <span part="percent" class="percent" aria-hidden="true">${en.percent(fraction)}</span>
    </div>
    <p part="filename" class="file">${filename}</p>
    <progress part="bar" max="1" .value=${fraction} aria-label=${label}></progress>
  `;
}

function renderFacts(facts: readonly string[]): TemplateResult {
  return html`<ul part="facts" class="facts">
    ${facts.map((fact) => html`<li>${fact}</li>`)}
  </ul>`;
}

function renderStages(current: Stage): TemplateResult {
  const now = Stage.options.indexOf(current);
  const stateOf = (index: number): StageState => (index < now ? "past" : index === now ? "now" : "next");
  return html`<ol part="stages" class="stages">
    ${Stage.options.map((stage, index) => renderStage(stage, stateOf(index)))}
  </ol>`;
}

function renderStage(stage: Stage, state: StageState): TemplateResult {
  const text = en.stages[stage];
  return html`<li
    part=${state === "now" ? "stage current-stage" : "stage"}
    class="stage ${state}"
    aria-current=${state === "now" ? "step" : nothing}
  >
    ${stageMark(state)}<span
      >${text}${state === "past" ? html`<span class="visually-hidden">${en.analysis.stageDone}</span>` : nothing}</span
    >
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "ba-progress": BaProgress;
  }
}
