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

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 1.25rem;
    min-block-size: 1.75rem;
    margin: 0.375rem 0 0;
    padding: 0;
    list-style: none;
  }

  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
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

  details {
    margin-block-start: 0.25rem;
  }

  .scroll {
    max-block-size: 20rem;
    overflow: auto;
  }

  .scroll:focus-visible {
    outline: 3px solid var(--_focus);
  }

  table {
    font-size: 0.9375em;
  }

  th,
  td {
    padding-inline-end: 0.5rem;
    text-align: start;
  }

  tbody th {
    font-weight: 400;
    white-space: nowrap;
  }

  .hint {
    margin: 0;
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
