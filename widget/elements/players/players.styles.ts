import { css } from "lit";

export const styles = css`
  .cards {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_space);
  }

  @container (min-width: 34rem) {
    .cards {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }

  @container (min-width: 68rem) {
    .cards {
      grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr));
    }
  }
`;
