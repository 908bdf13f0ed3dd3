import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1rem;
    margin-block-end: 0.5rem;
  }

  h3 {
    margin: 0;
    font-size: 1.25em;
    line-height: 1.3;
  }

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

  summary {
    display: inline-flex;
    align-items: center;
    min-block-size: 2.75rem;
    font-weight: 600;
    cursor: pointer;
  }

  summary::before {
    content: "";
    inline-size: 0.5em;
    block-size: 0.5em;
    margin-inline: 0.125em 0.625em;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    transform: rotate(-45deg);
  }

  details[open] summary::before {
    transform: rotate(45deg);
  }

  .scroll {
    max-block-size: 20rem;
    overflow: auto;
  }

  .scroll:focus-visible {
    outline: 3px solid var(--_focus);
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.9375em;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 0.3125rem 0.5rem 0.3125rem 0;
    border-block-end: 1px solid var(--_border);
    text-align: start;
    vertical-align: baseline;
  }

  tbody th {
    font-weight: 400;
    white-space: nowrap;
  }

  .hint {
    margin: 0;
    color: var(--_muted);
    font-size: 0.875em;
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
