import { html, svg, type TemplateResult } from "lit";

const shapes = {
  play: svg`<path d="M7 4.5v15l12-7.5z" fill="currentColor" />`,
  pause: svg`<path d="M6.5 5h4v14h-4zM13.5 5h4v14h-4z" fill="currentColor" />`,
  replay: svg`<path d="M12 5a7.5 7.5 0 1 1-7.2 5.4" /><path d="M12.5 1.5 8.8 5l3.7 3.6" />`,
  frameBack: svg`<path d="M17.5 5.5v13L8 12z" fill="currentColor" /><path d="M5.5 5.5v13" />`,
  frameForward: svg`<path d="M6.5 5.5v13L16 12z" fill="currentColor" /><path d="M18.5 5.5v13" />`,
  rallyBack: svg`<path d="M21 6v12l-7.5-6zM12.5 6v12L5 12z" fill="currentColor" /><path d="M3 6v12" />`,
  rallyForward: svg`<path d="M3 6v12l7.5-6zM11.5 6v12l7.5-6z" fill="currentColor" /><path d="M21 6v12" />`,
  hitBack: svg`<circle cx="16.5" cy="12" r="4" /><path d="m8.5 7-5 5 5 5" />`,
  hitForward: svg`<circle cx="7.5" cy="12" r="4" /><path d="m15.5 7 5 5-5 5" />`,
  ralliesOnly: svg`<path d="M3 17.5h6m6 0h6" stroke-width="4" stroke-linecap="butt" /><path d="M7 11c1-5 9-5 10 0m.4-4.4L17.2 11l-4.3-.8" />`,
  loop: svg`<path d="M4 12V9.5a3 3 0 0 1 3-3h12m-3-3.5 3.5 3.5L16 10M20 12v2.5a3 3 0 0 1-3 3H5m3 3.5-3.5-3.5L8 14" />`,
  slow: svg`<path d="M4 17.5a8.5 8.5 0 1 1 16 0" /><path d="m12 15-4.5-4" /><circle cx="12" cy="15.5" r="1.2" fill="currentColor" />`,
  sound: svg`<path d="M4 9.5v5h3.5l4.5 4v-13l-4.5 4z" fill="currentColor" /><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />`,
  muted: svg`<path d="M4 9.5v5h3.5l4.5 4v-13l-4.5 4z" fill="currentColor" /><path d="m16 9.5 5 5m0-5-5 5" />`,
  layers: svg`<path d="m12 4 8.5 4.5L12 13 3.5 8.5z" /><path d="m3.5 12.5 8.5 4.5 8.5-4.5M3.5 16.5 12 21l8.5-4.5" />`,
  fullscreen: svg`<path d="M4.5 9.5v-5h5m5 0h5v5m0 5v5h-5m-5 0h-5v-5" />`,
  exitFullscreen: svg`<path d="M9.5 4.5v5h-5m15 0h-5v-5m0 15v-5h5m-15 0h5v5" />`,
};

export type IconName = keyof typeof shapes;

/** The picture on a button; its meaning is the button's label. */
export function icon(name: IconName): TemplateResult {
  return html`<svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${shapes[name]}
  </svg>`;
}
