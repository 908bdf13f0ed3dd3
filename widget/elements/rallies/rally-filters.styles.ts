import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  fieldset {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem 0.625rem;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .field {
    display: grid;
    gap: 0.125rem;
    min-inline-size: 0;
    font-size: 0.9375em;
  }

  .field span {
    color: var(--_muted);
    font-size: 0.9375em;
  }

  select {
    inline-size: 100%;
    max-inline-size: 12rem;
  }
`;
