import { css } from "lit";

/**
 * The theme, as every element reads it: a public `--ba-*` property with a fallback becomes a private `--_*` one.
 * Light and dark follow the element's `color-scheme`.
 */
export const tokens = css`
  :host {
    --_font: var(--ba-font-family, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
    --_size: var(--ba-font-size, 1rem);
    --_space: var(--ba-space, 1rem);
    --_radius: var(--ba-radius, 0.75rem);
    --_surface: var(--ba-color-surface, light-dark(#ffffff, #14181d));
    --_raised: var(--ba-color-raised, light-dark(#f4f6f5, #1e242b));
    --_text: var(--ba-color-text, light-dark(#16211d, #eef2f0));
    --_muted: var(--ba-color-muted, light-dark(#55625d, #a5b1ac));
    --_border: var(--ba-color-border, light-dark(#d8dfdc, #343d46));
    --_edge: var(--ba-color-edge, light-dark(#7d8a85, #78858c));
    --_accent: var(--ba-color-accent, light-dark(#0b6e4f, #4fd1a1));
    --_on-accent: var(--ba-color-on-accent, light-dark(#ffffff, #07231a));
    --_danger: var(--ba-color-danger, light-dark(#b3261e, #ff8a80));
    --_success: var(--ba-color-success, light-dark(#0b6e4f, #4fd1a1));
    --_focus: var(--ba-color-focus, light-dark(#0a57c2, #8ab8ff));

    box-sizing: border-box;
    color: var(--_text);
    font-family: var(--_font);
    font-size: var(--_size);
    line-height: 1.5;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
`;
