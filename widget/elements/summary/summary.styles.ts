import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  h2 {
    margin: 0 0 calc(var(--_space) * 0.5);
    font-size: 1.25em;
    line-height: 1.3;
  }

  h3 {
    margin: calc(var(--_space) * 1.5) 0 calc(var(--_space) * 0.5);
    font-size: 1em;
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 0.625rem 0.375rem;
    border-block-end: 1px solid var(--_border);
    text-align: end;
    vertical-align: baseline;
  }

  th:first-child,
  td:first-child {
    padding-inline-start: 0;
    text-align: start;
  }

  th:last-child,
  td:last-child {
    padding-inline-end: 0;
  }

  tbody th {
    white-space: nowrap;
  }

  thead th {
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 500;
    vertical-align: bottom;
  }

  @container (inline-size < 22rem) {
    th,
    td {
      padding-inline: 0.125rem;
      font-size: 0.875em;
    }

    thead th {
      font-size: 0.75em;
    }
  }

  .swatch {
    display: inline-block;
    inline-size: 0.75em;
    block-size: 0.75em;
    margin-inline-end: 0.5em;
    border: 1px solid var(--_edge);
    border-radius: 50%;
    forced-color-adjust: none;
  }

  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(11rem, 100%), 1fr));
    gap: calc(var(--_space) * 0.75);
    margin: 0;
  }

  dt {
    color: var(--_muted);
    font-size: 0.875em;
  }

  dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
  }

  ul {
    margin: var(--_space) 0 0;
    padding-inline-start: 1.25em;
    color: var(--_muted);
  }

  .nobody {
    margin: 0;
    padding: var(--_space);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  @container (max-width: 21rem) {
    table {
      font-size: 0.8125em;
    }

    th,
    td {
      padding-inline: 0.25rem;
    }
  }
`;
