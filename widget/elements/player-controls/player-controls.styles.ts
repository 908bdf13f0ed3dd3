import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    padding: 0.25rem 0.5rem 0.375rem;
    background: var(--_bar);
    font-size: 0.9375rem;
    container-type: inline-size;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }

  .time {
    padding-inline: 0.375rem;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .space {
    flex: 1;
  }

  .volume {
    inline-size: 5rem;
    block-size: 2.75rem;
    margin: 0 0.375rem 0 0;
    accent-color: var(--ba-player-played, #4fd1a1);
    cursor: pointer;
  }

  .rate {
    inline-size: 4.25rem;
    padding-inline: 0.25rem;
  }

  .rate option {
    background: var(--_panel);
  }

  /* On a narrow bar the loudness is left to the device; the mute button stays. */
  @container (max-width: 34rem) {
    .volume {
      display: none;
    }
  }

  /* The smallest telephones: the time moves up, to the right of the buttons; the rest has a line of its own. */
  @container (max-width: 25rem) {
    .time {
      margin-inline-start: auto;
    }

    .space {
      flex-basis: 100%;
    }

    .rate {
      margin-inline-end: auto;
    }
  }
`;
