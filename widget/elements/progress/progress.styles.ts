import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 var(--_space);
  }

  h2 {
    margin: 0;
    font-size: 1.25em;
    line-height: 1.3;
  }

  .percent {
    font-size: 1.75em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    line-height: 1.2;
  }

  .file {
    margin: 0;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }

  progress {
    display: block;
    inline-size: 100%;
    block-size: 0.75rem;
    margin-block: calc(var(--_space) * 0.75) calc(var(--_space) * 0.5);
    border: 0;
    border-radius: 1rem;
    overflow: hidden;
    appearance: none;
    background: var(--_track);
    --_track: color-mix(in srgb, var(--_text) 14%, transparent);
  }

  progress::-webkit-progress-bar {
    background: transparent;
  }

  progress::-webkit-progress-value {
    border-radius: 1rem;
    background: var(--_accent);
    transition: inline-size 300ms linear;
  }

  progress::-moz-progress-bar {
    border-radius: 1rem;
    background: var(--_accent);
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.25rem;
    margin: 0;
    padding: 0;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    list-style: none;
  }

  .stages {
    display: grid;
    gap: 0.125rem 2rem;
    margin: var(--_space) 0 0;
    padding: 0;
    list-style: none;
  }

  @container (inline-size > 40rem) {
    .stages {
      grid-template-columns: 1fr 1fr;
      grid-template-rows: repeat(4, auto);
      grid-auto-flow: column;
    }
  }

  .stage {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    padding-block: 0.25rem;
    color: var(--_muted);
  }

  .stage.now {
    color: var(--_text);
    font-weight: 600;
  }

  .mark {
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    color: var(--_edge);
  }

  .past .mark {
    color: var(--_success);
  }

  .now .mark {
    color: var(--_accent);
  }

  .now .mark circle {
    transform-origin: center;
    animation: breathe 1.6s ease-in-out infinite;
  }

  @keyframes breathe {
    50% {
      opacity: 0.35;
    }
  }

  .note {
    margin: var(--_space) 0 0;
    color: var(--_muted);
    font-size: 0.9375em;
  }

  .note.trouble {
    color: var(--_text);
    font-weight: 600;
  }

  .button {
    margin-block-start: var(--_space);
  }

  @media (prefers-reduced-motion: reduce) {
    progress::-webkit-progress-value {
      transition: none;
    }

    .now .mark circle {
      animation: none;
    }
  }

  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
      forced-color-adjust: none;
      --_track: Canvas;
      --_accent: Highlight;
    }
  }
`;
