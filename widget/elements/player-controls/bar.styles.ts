import { css } from "lit";

/** What stands on the player's bar: always light on dark, as the picture above it is what matters. */
export const barStyles = css`
  :host {
    --_bar: var(--ba-player-bar, #11161b);
    --_on-bar: var(--ba-player-on-bar, #f2f5f4);
    --_panel: var(--ba-player-panel, #1c242b);
    --_focus-ring: var(--ba-player-focus, #8ab8ff);

    box-sizing: border-box;
    color: var(--_on-bar);
    color-scheme: dark;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  button,
  select {
    display: inline-grid;
    place-items: center;
    min-inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 0.5rem;
    background: transparent;
    color: inherit;
    font: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }

  button:hover:not(:disabled),
  select:hover {
    background: rgb(255 255 255 / 14%);
  }

  button:disabled {
    cursor: default;
    opacity: 0.5;
  }

  :focus-visible {
    outline: 3px solid var(--_focus-ring);
    outline-offset: -3px;
  }

  @media (forced-colors: active) {
    button,
    select {
      border-color: ButtonText;
    }
  }
`;
