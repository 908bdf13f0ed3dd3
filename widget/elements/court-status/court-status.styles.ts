import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  p {
    margin: 0;
  }

  .status {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
  }

  .status > p {
    flex: 1 1 14rem;
    color: var(--_muted);
    font-size: 0.9375em;
  }

  .gap {
    padding: calc(var(--_space) * 0.75) var(--_space);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  .gap > p {
    color: var(--_text);
    font-size: 1em;
  }

  .update.busy {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    margin-block-end: 0.5rem;
    padding: 0.5rem 0.875rem;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  .spinner {
    flex: none;
    inline-size: 1.125rem;
    block-size: 1.125rem;
    border: 2px solid var(--_edge);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 900ms linear infinite;
  }

  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation: none;
    }
  }

  @media (forced-colors: active) {
    .gap,
    .update.busy {
      border: 1px solid CanvasText;
    }
  }
`;
