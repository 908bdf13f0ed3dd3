import { html, nothing, type TemplateResult } from "lit";
import { playerEn } from "../../i18n/en.player.js";

/** What is the matter with the video and with what belongs over it. */
export interface Trouble {
  readonly videoFailed: boolean;
  readonly videoWaiting: boolean;
  readonly dataFailed: boolean;
  readonly dataLoading: boolean;
  readonly retryVideo: () => void;
  readonly retryData: () => void;
}

/** What is said over the picture's lower edge. */
export function messages(trouble: Trouble): TemplateResult {
  const { videoFailed, videoWaiting, dataFailed, dataLoading, retryVideo, retryData } = trouble;
  return html`<div class="messages" role="status">
    ${videoFailed ? failure(playerEn.player.videoFailed, retryVideo) : nothing}
    ${dataFailed ? failure(playerEn.player.overlayFailed, retryData) : nothing}
    ${videoWaiting && !videoFailed ? waiting(playerEn.player.buffering) : nothing}
    ${dataLoading && !videoWaiting ? waiting(playerEn.player.overlayLoading) : nothing}
  </div>`;
}

function failure(text: string, retry: () => void): TemplateResult {
  return html`<div class="message" part="message">
    <span>${text}</span>
    <button part="retry" type="button" @click=${retry}>${playerEn.player.retry}</button>
  </div>`;
}

function waiting(text: string): TemplateResult {
  return html`<p class="message waiting" part="message">${text}</p>`;
}
