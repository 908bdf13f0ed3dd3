import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-block-size: 2.75rem;
    cursor: pointer;
  }

  input {
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin: 0;
    accent-color: var(--_accent);
  }

  progress {
    flex: 1 1 8rem;
    min-inline-size: 0;
    block-size: 0.75rem;
    accent-color: var(--_accent);
  }

  .percent {
    min-inline-size: 3em;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  .button {
    text-decoration: none;
  }

  p {
    margin: 0.375rem 0 0;
    color: var(--_muted);
    font-size: 0.9375em;
  }

  .trouble {
    padding-inline-start: 0.75rem;
    border-inline-start: 0.25rem solid var(--_danger);
    color: var(--_text);
  }
`;
