import { css } from "lit";

export const styles = css`
  .plot {
    position: relative;
    block-size: 15rem;
    border-radius: calc(var(--_radius) * 0.5);
    cursor: ew-resize;
    touch-action: pan-y;
    user-select: none;
  }

  .plot:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }

  .cursor {
    position: absolute;
    inset-inline-start: -1px;
    inline-size: 2px;
    background: var(--_text);
    pointer-events: none;
  }

  .cursor::before {
    content: "";
    position: absolute;
    inset-block-start: -4px;
    inset-inline-start: -4px;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: var(--_text);
  }

  .sample {
    flex: none;
    inline-size: 2rem;
    block-size: 0.75rem;
    color: var(--_ink);
    stroke: currentColor;
    stroke-width: 2.5px;
  }

  .value {
    min-inline-size: 5.5em;
    color: var(--_muted);
  }

  /* Not seen: carries colours to the drawing, and tells by its transition that the theme has changed. */
  .probe {
    position: absolute;
    visibility: hidden;
    border: 0 solid var(--_border);
    color: var(--_muted);
    font-size: 0.8125rem;
    transition: color 1ms;
  }

  @media (forced-colors: active) {
    .cursor,
    .cursor::before {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
