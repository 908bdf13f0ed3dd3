import { css } from "lit";

/** The small forms with which hits and rallies are corrected. */
export const formStyles = css`
  form {
    display: grid;
    gap: 0.625rem;
    padding: 0.75rem;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  .moment,
  .choice-field,
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 0.5rem;
    min-inline-size: 0;
  }

  .label {
    min-inline-size: 6rem;
    font-weight: 600;
  }

  output {
    min-inline-size: 4.5rem;
    font-variant-numeric: tabular-nums;
  }

  .small {
    min-block-size: 2.25rem;
    min-inline-size: 2.25rem;
    padding: 0.25rem 0.625rem;
    font-size: 0.9375em;
  }

  .problem {
    margin: 0;
    color: var(--_danger);
    font-weight: 600;
  }
`;
