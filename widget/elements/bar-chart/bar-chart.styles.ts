import { css } from "lit";

export const styles = css`
  :host {
    --_over: color-mix(in srgb, var(--_surface) 75%, transparent);

    display: block;
  }

  .plot {
    position: relative;
    block-size: var(--_height);
  }

  /* Not seen: carries colours to the drawing, and tells by its transition that the theme has changed. */
  .probe {
    position: absolute;
    visibility: hidden;
    border: 0 solid var(--_border);
    background-color: var(--_over);
    color: var(--_muted);
    font-size: 0.8125rem;
    transition: color 1ms;
  }

  .ink {
    color: var(--_ink, var(--_accent));
  }
`;
