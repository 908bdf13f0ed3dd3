import { css } from "lit";

/** Tables of figures, what is folded away, and remarks below. */
export const figureStyles = css`
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding-block: 0.3125rem;
    border-block-end: 1px solid var(--_border);
    vertical-align: baseline;
  }

  summary {
    display: flex;
    align-items: center;
    inline-size: fit-content;
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

  .hint {
    margin: 0.375rem 0 0;
    color: var(--_muted);
    font-size: 0.875em;
  }
`;
