import { html, type TemplateResult } from "lit";
import type { Playhead } from "../../controllers/playhead.js";
import { ralliesEn } from "../../i18n/en.rallies.js";

const text = ralliesEn.correct;

/** What a moment is set with. */
export interface MomentPorts {
  readonly playhead: Playhead | undefined;
  /** Mean length of a frame, and of the video, seconds. */
  readonly frame: number;
  readonly duration: number;
}

/**
 * A moment of the video that is set: to what the player shows, or by frames, which the player then shows. Its styles are `formStyles`.
 *
 * @param set - Takes the new moment, seconds.
 */
export function momentField(
  label: string,
  seconds: number,
  set: (seconds: number) => void,
  { playhead, frame, duration }: MomentPorts,
): TemplateResult {
  const step = (frames: number) => {
    const moved = Math.min(duration, Math.max(0, seconds + frames * frame));
    set(moved);
    playhead?.seek(moved);
  };
  const button = (shown: string, more: string, act: () => void) =>
    html`<button class="button small" type="button" @click=${act}>
      ${shown}<span class="visually-hidden">${more}</span>
    </button>`;
  return html`<div class="moment" role="group" aria-label=${label}>
    <span class="label">${label}</span>
    <output>${ralliesEn.hits.clock(seconds)}</output>
    ${button("−1", text.frame, () => step(-1))} ${button("+1", text.frame, () => step(1))}
    ${button(text.here, "", () => set(playhead?.seconds ?? 0))}
  </div>`;
}
