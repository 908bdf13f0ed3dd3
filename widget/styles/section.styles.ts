import { css } from "lit";

/** A section with a heading, and beside it, where there is room, what is to be chosen. */
export const sectionStyles = css`
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
    margin-block-end: calc(var(--_space) * 0.625);
  }

  h3 {
    margin: 0;
    font-size: 1.25em;
    line-height: 1.3;
  }
`;
