import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  section,
  .work,
  .side,
  .points {
    grid-template-columns: minmax(0, 1fr);
  }

  section {
    display: grid;
    gap: 0.75rem;
  }

  h3,
  h4,
  p {
    margin: 0;
  }

  h3 {
    font-size: 1.25em;
  }

  h4 {
    font-size: 1em;
  }

  .hint {
    color: var(--_muted);
    font-size: 0.875em;
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1.25rem;
  }

  label {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
  }

  .moment {
    flex: 1 1 14rem;
  }

  .moment input {
    flex: 1 1 8rem;
    min-inline-size: 0;
    accent-color: var(--_accent);
  }

  .work {
    display: grid;
    gap: 1rem;
  }

  .side {
    display: grid;
    align-content: start;
    gap: 0.75rem;
  }

  .points {
    display: grid;
    gap: 0.375rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .points li {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }

  .points select {
    flex: 1;
  }

  .number {
    display: grid;
    place-items: center;
    inline-size: 1.75rem;
    block-size: 1.75rem;
    flex: none;
    border: 1px solid var(--_edge);
    border-radius: 50%;
    font-size: 0.875em;
    font-weight: 700;
  }

  .active .number {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .remove {
    min-inline-size: 2.75rem;
    padding: 0;
    font-size: 1.25em;
  }

  .verdict {
    padding: 0.625rem 0.75rem;
    border-radius: calc(var(--_radius) * 0.5);
    background: var(--_raised);
    font-size: 0.9375em;
  }

  .refused {
    border-inline-start: 4px solid var(--_danger);
  }

  .keep {
    display: grid;
    gap: 0.25rem;
  }

  .keep input {
    flex: 1 1 10rem;
    min-inline-size: 0;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  @container (min-width: 56rem) {
    .work {
      grid-template-columns: minmax(0, 1fr) 20rem;
    }
  }

  @container (max-width: 30rem) {
    .keys {
      display: none;
    }
  }

  @media (pointer: coarse) {
    .keys {
      display: none;
    }
  }
`;
