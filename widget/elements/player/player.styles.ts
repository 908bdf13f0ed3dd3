import { css } from "lit";

export const styles = css`
  :host {
    --_bar: var(--ba-player-bar, #11161b);
    --_on-bar: var(--ba-player-on-bar, #f2f5f4);
    --_panel: var(--ba-player-panel, #1c242b);
    --_backdrop: var(--ba-player-backdrop, #000000);
    --_ratio: 16 / 9;

    display: block;
    border-radius: var(--_radius);
    background: var(--_bar);
    color: var(--_on-bar);
    line-height: 1.4;
  }

  :host(:fullscreen) {
    inline-size: 100%;
    block-size: 100%;
    border-radius: 0;
  }

  .frame {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    border-radius: inherit;
  }

  .stage {
    position: relative;
    inline-size: 100%;
    min-block-size: 0;
    max-block-size: var(--ba-player-max-height, 85vh);
    aspect-ratio: var(--_ratio);
    border-start-start-radius: inherit;
    border-start-end-radius: inherit;
    background: var(--_backdrop);
    overflow: hidden;
    outline: none;
  }

  :host(:fullscreen) .stage {
    flex: 1;
    max-block-size: none;
    aspect-ratio: auto;
  }

  video {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }

  ba-player-controls {
    flex: none;
    border-end-start-radius: inherit;
    border-end-end-radius: inherit;
  }

  .start {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    inline-size: 100%;
    margin: 0;
    padding: 0;
    border: 0;
    background: transparent;
    color: #ffffff;
    cursor: pointer;
  }

  .start span {
    display: grid;
    place-items: center;
    inline-size: clamp(3.5rem, 12%, 5.5rem);
    aspect-ratio: 1;
    border: 2px solid currentColor;
    border-radius: 50%;
    background: rgb(0 0 0 / 65%);
  }

  .start:hover span {
    background: rgb(0 0 0 / 80%);
  }

  .start svg {
    inline-size: 50%;
    block-size: 50%;
  }

  .start:focus-visible {
    outline: 3px solid var(--ba-player-focus, #8ab8ff);
    outline-offset: -4px;
  }

  .messages {
    position: absolute;
    inset-block-end: 0.5rem;
    inset-inline: 0.5rem;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 0.5rem;
    font-size: 0.9375rem;
    pointer-events: none;
  }

  .message {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    max-inline-size: 100%;
    margin: 0;
    padding: 0.375rem 0.75rem;
    border-radius: 0.5rem;
    background: rgb(12 16 20 / 88%);
    pointer-events: auto;
  }

  .message button {
    min-block-size: 2.75rem;
    padding: 0 0.875rem;
    border: 1px solid currentColor;
    border-radius: 0.5rem;
    background: transparent;
    color: inherit;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }

  .message button:hover {
    background: rgb(255 255 255 / 14%);
  }

  .message button:focus-visible {
    outline: 3px solid var(--ba-player-focus, #8ab8ff);
    outline-offset: 2px;
  }

  .waiting {
    animation: appear 200ms 500ms both;
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .waiting {
      animation-duration: 1ms;
    }
  }

  @media (forced-colors: active) {
    :host {
      border: 1px solid CanvasText;
    }

    .message {
      border: 1px solid CanvasText;
    }
  }
`;
