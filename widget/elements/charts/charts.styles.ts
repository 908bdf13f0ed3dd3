import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  .charts {
    display: grid;
    gap: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
  }

  .charts > * {
    min-inline-size: 0;
  }

  @container (min-width: 56rem) {
    .charts {
      grid-template-columns: 1fr 1fr;
      align-items: start;
    }
  }

  p {
    margin: 0;
    color: var(--_muted);
  }
`;
