import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  ol {
    max-block-size: 26rem;
    margin: 0;
    padding: 0.25rem;
    overflow-y: auto;
    overscroll-behavior-y: contain;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    list-style: none;
  }

  /* Rows out of sight cost nothing but their place. */
  li {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 4.25rem;
  }

  li + li {
    border-block-start: 1px solid var(--_border);
  }

  .row {
    display: grid;
    grid-template-columns: 2.5rem minmax(0, 1fr) auto;
    gap: 0.5rem;
    align-items: start;
    inline-size: 100%;
    min-block-size: 3.5rem;
    padding: 0.5rem 0.625rem 0.5rem 0.25rem;
    border: 0;
    border-radius: calc(var(--_radius) * 0.5);
    background: transparent;
    color: var(--_text);
    font: inherit;
    line-height: 1.35;
    text-align: start;
    cursor: pointer;
  }

  .row:hover {
    background: color-mix(in srgb, var(--_text) 8%, transparent);
  }

  .row.chosen {
    background: var(--_raised);
    box-shadow: inset 0 0 0 1px var(--_edge);
  }

  .row[aria-current] {
    background: color-mix(in srgb, var(--_accent) 18%, transparent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }

  .row:focus-visible {
    outline-offset: -3px;
  }

  .number {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    text-align: end;
  }

  .main {
    display: grid;
    gap: 0.125rem;
    min-inline-size: 0;
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    font-variant-numeric: tabular-nums;
  }

  .outcome {
    color: var(--_muted);
    font-size: 0.9375em;
    overflow-wrap: anywhere;
  }

  .mark {
    inline-size: 1.25em;
    block-size: 1.25em;
  }

  .score {
    font-variant-numeric: tabular-nums;
    font-weight: 700;
    white-space: nowrap;
  }

  .now {
    color: var(--_accent);
    font-weight: 600;
  }

  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    margin-block-start: 0.125rem;
  }

  .tag {
    padding: 0.0625rem 0.5rem;
    border: 1px solid var(--_edge);
    border-radius: 1em;
    font-size: 0.8125em;
    overflow-wrap: anywhere;
  }

  .tag.best {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 14%, transparent);
  }

  @media (forced-colors: active) {
    .row[aria-current] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }

    .row.chosen {
      border: 1px solid CanvasText;
    }
  }
`;
