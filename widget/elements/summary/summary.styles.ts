import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  h3 {
    margin: 0 0 calc(var(--_space) * 0.5);
    font-size: 1em;
  }

  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(11rem, 100%), 1fr));
    gap: calc(var(--_space) * 0.75);
    margin: 0;
  }

  dt {
    color: var(--_muted);
    font-size: 0.875em;
  }

  dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
  }

  ul {
    margin: var(--_space) 0 0;
    padding-inline-start: 1.25em;
    color: var(--_muted);
  }

  .nobody {
    margin: 0 0 var(--_space);
    padding: var(--_space);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }
`;
