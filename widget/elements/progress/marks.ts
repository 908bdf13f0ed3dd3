import { html, svg, type TemplateResult } from "lit";

/** Where a stage stands. */
export type StageState = "past" | "now" | "next";

const shapes = {
  past: svg`<circle cx="10" cy="10" r="9" fill="currentColor" fill-opacity="0.16" />
    <path d="m6 10.5 2.75 2.75L14 7.5" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />`,
  now: svg`<path d="M10 1a9 9 0 1 1 0 18 9 9 0 1 1 0-18Z" stroke="currentColor" stroke-width="2" /><circle cx="10" cy="10" r="5" fill="currentColor" />`,
  next: svg`<circle cx="10" cy="10" r="8" stroke="currentColor" stroke-width="1.5" />`,
};

/** The sign before a stage; what it says is also said in words. */
export function stageMark(state: StageState): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 20 20" fill="none" aria-hidden="true">${shapes[state]}</svg>`;
}
