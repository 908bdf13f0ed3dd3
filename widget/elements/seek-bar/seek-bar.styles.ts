import { css } from "lit";

export const styles = css`
  :host {
    --_track: var(--ba-player-track, rgb(255 255 255 / 28%));
    --_buffered: var(--ba-player-buffered, rgb(255 255 255 / 45%));
    --_played: var(--ba-player-played, #4fd1a1);

    display: block;
  }

  .bar {
    position: relative;
    block-size: 1.75rem;
  }

  .track,
  .span {
    position: absolute;
    inset-block: calc(50% - 0.1875rem);
    block-size: 0.375rem;
    border-radius: 1rem;
    pointer-events: none;
  }

  .track {
    inset-inline: 0;
    overflow: hidden;
    background: var(--_track);
  }

  .span {
    inset-block: 0;
    border-radius: 0;
    background: var(--_buffered);
  }

  .span.played {
    background: var(--_played);
  }

  input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    background: transparent;
    appearance: none;
    cursor: pointer;
    touch-action: pan-y;
  }

  input:focus-visible {
    outline: 3px solid var(--_focus-ring);
    outline-offset: 1px;
    border-radius: 0.25rem;
  }

  input::-webkit-slider-runnable-track {
    background: transparent;
  }

  input::-moz-range-track {
    background: transparent;
  }

  input::-webkit-slider-thumb {
    inline-size: 1rem;
    block-size: 1rem;
    border: 0;
    border-radius: 50%;
    background: var(--_played);
    box-shadow: 0 0 0 2px rgb(0 0 0 / 60%);
    appearance: none;
  }

  input::-moz-range-thumb {
    inline-size: 1rem;
    block-size: 1rem;
    border: 0;
    border-radius: 50%;
    background: var(--_played);
    box-shadow: 0 0 0 2px rgb(0 0 0 / 60%);
  }

  @media (forced-colors: active) {
    .track {
      border: 1px solid CanvasText;
      background: Canvas;
    }

    .span {
      background: GrayText;
      forced-color-adjust: none;
    }

    .span.played {
      background: Highlight;
    }

    input::-webkit-slider-thumb {
      background: ButtonText;
      forced-color-adjust: none;
    }
  }
`;
