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

  .notable {
    padding: calc(var(--_space) * 0.75) var(--_space);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  .notable > p {
    color: var(--_text);
    font-size: 1em;
  }

  .running {
    display: flex;
    align-items: center;
    gap: 0.625rem;
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
    .notable {
      border: 1px solid CanvasText;
    }
  }
`;
