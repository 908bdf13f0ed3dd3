import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  .title {
    margin: 0;
    line-height: 1.35;
  }

  .where {
    display: block;
    margin: 0;
    color: var(--_muted);
    font-size: 0.875em;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    margin-inline-start: -0.75rem;
  }

  .buttons .button {
    padding-inline: 0.75rem;
  }

  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    max-block-size: 9.5rem;
    margin: 0;
    padding: 0.25rem;
    overflow-y: auto;
    list-style: none;
  }

  .moment {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    min-block-size: 2.25rem;
    max-inline-size: 100%;
    padding: 0.125rem 0.625rem 0.125rem 0.375rem;
    border: 1px solid var(--_edge);
    border-radius: 1.125rem;
    background: transparent;
    color: var(--_text);
    font: inherit;
    font-size: 0.9375em;
    font-variant-numeric: tabular-nums;
    text-align: start;
    cursor: pointer;
  }

  .moment:hover {
    background: color-mix(in srgb, var(--_text) 8%, transparent);
  }

  .moment[aria-current] {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
`;
