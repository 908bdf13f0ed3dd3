import { css } from "lit";

/** What stands below a chart: who is who in it, and the same as a table. */
export const chartStyles = css`
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

  /* Goes to a moment of the video. */
  .moment {
    min-inline-size: 1.75rem;
    min-block-size: 1.75rem;
    padding: 0 0.25rem;
    border: 0;
    background: none;
    color: var(--_accent);
    font: inherit;
    text-decoration: underline;
    cursor: pointer;
  }
`;
