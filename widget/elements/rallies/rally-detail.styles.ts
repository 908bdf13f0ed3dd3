import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  section {
    display: grid;
    gap: 0.625rem;
    min-inline-size: 0;
  }

  h4,
  h5,
  p {
    margin: 0;
  }

  h4 {
    font-size: 1.125em;
  }

  h5 {
    font-size: 1em;
  }

  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }

  .small {
    min-block-size: 2.25rem;
    padding: 0.25rem 0.75rem;
    font-size: 0.9375em;
  }

  .small[aria-pressed="true"] {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 18%, transparent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }

  .correct {
    display: grid;
    gap: 0.5rem;
  }

  .hint,
  .link,
  .waiting {
    color: var(--_muted);
    font-size: 0.9375em;
  }

  .link span {
    overflow-wrap: anywhere;
    color: var(--_text);
    user-select: all;
  }

  dl {
    display: grid;
    gap: 0.125rem 1rem;
    margin: 0;
  }

  dl > div {
    display: grid;
    grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr);
    gap: 0.5rem;
    padding-block: 0.1875rem;
    border-block-end: 1px solid var(--_border);
  }

  dt {
    color: var(--_muted);
  }

  dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }

  @container (max-width: 20rem) {
    dl > div {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
  }

  @media (forced-colors: active) {
    .small[aria-pressed="true"] {
      outline: 2px solid Highlight;
      outline-offset: -4px;
    }
  }
`;
