import { css } from "lit";

export const styles = css`
  section {
    display: grid;
    gap: 0.75rem;
  }

  section > * {
    min-inline-size: 0;
  }

  header {
    margin-block-end: 0;
  }

  p {
    margin: 0;
  }

  .total,
  .count,
  .hint {
    color: var(--_muted);
    font-size: 0.9375em;
    font-variant-numeric: tabular-nums;
  }

  .count {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
  }

  .message {
    padding: 0.625rem var(--_space);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  /* Without words it takes no place, and still can be heard when it gets some. */
  .messages:not(:has(p)) {
    position: absolute;
  }

  .message + .message {
    margin-block-start: 0.5rem;
  }

  .running {
    display: flex;
    align-items: center;
    gap: 0.625rem;
  }

  .spinner {
    flex: none;
    inline-size: 1em;
    block-size: 1em;
    border: 2px solid var(--_edge);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }

  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }

  .columns {
    display: grid;
    gap: var(--_space);
  }

  .columns > * {
    min-inline-size: 0;
  }

  .own {
    display: grid;
    gap: 0.5rem;
    justify-items: start;
  }

  .own > ba-rally-form,
  .own > ba-corrections {
    inline-size: 100%;
  }

  @container (min-width: 44rem) {
    .columns {
      grid-template-columns: minmax(20rem, 5fr) minmax(0, 6fr);
      align-items: start;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation: none;
    }
  }
`;
