import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  h4,
  p {
    margin: 0;
    font-size: 1em;
  }

  p {
    color: var(--_muted);
    font-size: 0.9375em;
  }

  .act {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    margin-block-start: 0.5rem;
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-inline-size: 0;
    max-inline-size: 100%;
  }

  select {
    max-inline-size: 14rem;
  }

  ul {
    margin: 0.5rem 0 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.5rem;
    min-block-size: 2.75rem;
  }

  li .button {
    padding-inline: 0.75rem;
  }
`;
