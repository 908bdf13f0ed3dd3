import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  ul {
    margin: 0.25rem 0 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem 0.75rem;
    padding-block: 0.25rem;
    border-block-end: 1px solid var(--_border);
  }

  .link {
    flex: 1 1 14rem;
    min-block-size: 2rem;
    padding: 0;
    border: 0;
    background: transparent;
    color: var(--_text);
    font: inherit;
    text-align: start;
    text-decoration: underline dotted;
    text-underline-offset: 0.2em;
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  .small {
    min-block-size: 2.25rem;
    padding: 0.25rem 0.75rem;
    font-size: 0.9375em;
  }
`;
