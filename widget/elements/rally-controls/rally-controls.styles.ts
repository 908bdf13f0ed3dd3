import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  .row,
  .together {
    display: flex;
    align-items: center;
  }

  .row {
    flex-wrap: wrap;
  }

  .rally {
    min-inline-size: 7.5em;
    font-variant-numeric: tabular-nums;
    text-align: center;
    white-space: nowrap;
  }

  .space {
    flex: 1;
  }

  [aria-pressed="true"] {
    border-color: var(--ba-player-played, #4fd1a1);
    color: var(--ba-player-played, #4fd1a1);
  }

  @media (forced-colors: active) {
    [aria-pressed="true"] {
      border: 2px solid Highlight;
      color: Highlight;
    }
  }
`;
