import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  th,
  td {
    padding-inline: 0 0.5rem;
    text-align: start;
    vertical-align: top;
  }

  th[scope="row"] {
    font-weight: 400;
  }

  td {
    overflow-wrap: break-word;
  }

  thead th {
    color: var(--_muted);
    font-size: 0.875em;
  }

  .link {
    min-block-size: 1.75rem;
    min-inline-size: 3.5rem;
    padding: 0;
    border: 0;
    background: transparent;
    color: var(--_accent);
    font: inherit;
    font-variant-numeric: tabular-nums;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 0.15em;
    cursor: pointer;
  }

  .speed {
    white-space: nowrap;
  }

  .current {
    background: color-mix(in srgb, var(--_accent) 14%, transparent);
  }

  .mark {
    inline-size: 1.25em;
    block-size: 1.25em;
  }

  .muted {
    color: var(--_muted);
    font-size: 0.875em;
  }

  .aside {
    display: block;
    color: var(--_muted);
    font-size: 0.875em;
  }

  tr:has(+ .acting) > * {
    border-block-end: 0;
  }

  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem;
  }

  .small {
    min-block-size: 2rem;
    padding: 0.125rem 0.625rem;
    font-size: 0.875em;
  }

  .form td {
    padding-inline-end: 0;
  }

  @container (max-width: 24rem) {
    .speed {
      white-space: normal;
    }
  }
`;
