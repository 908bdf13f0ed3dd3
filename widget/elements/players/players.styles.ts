import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1rem;
    margin-block-end: calc(var(--_space) * 0.75);
  }

  h3 {
    margin: 0;
    font-size: 1.25em;
    line-height: 1.3;
  }

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
