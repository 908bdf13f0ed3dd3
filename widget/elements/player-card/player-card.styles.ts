import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }

  article {
    block-size: 100%;
    padding: calc(var(--_space) * 0.5) calc(var(--_space) * 0.875) calc(var(--_space) * 0.875);
    border: 1px solid var(--_border);
    border-block-start: 0.25rem solid var(--_player, var(--_border));
    border-radius: calc(var(--_radius) * 0.75);
  }

  header {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    margin-block-end: 0.25rem;
  }

  h4 {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    font-size: 1.0625em;
  }

  h5 {
    margin: calc(var(--_space) * 0.75) 0 0.375rem;
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 500;
  }

  .shirt {
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    border: 1px solid var(--_edge);
    border-radius: 0.25rem;
    forced-color-adjust: none;
  }

  th,
  td {
    padding-inline: 0;
    line-height: 1.35;
  }

  th {
    padding-inline-end: 0.75rem;
    color: var(--_muted);
    font-size: 0.9375em;
    font-weight: 400;
    text-align: start;
  }

  td {
    font-weight: 600;
    text-align: end;
  }

  thead th:not(:first-child) {
    padding-inline-end: 0;
    text-align: end;
  }

  .link {
    min-block-size: 1.75rem;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font: inherit;
    font-weight: 600;
    text-align: end;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }

  .bar {
    display: flex;
    gap: 2px;
    block-size: 0.875rem;
    border-radius: 0.25rem;
    overflow: hidden;
    forced-color-adjust: none;
  }

  .band {
    flex: 0 1 0;
  }

  .b0 {
    background: color-mix(in srgb, var(--_accent) 15%, var(--_edge));
    opacity: 0.5;
  }

  .b1 {
    background: color-mix(in srgb, var(--_accent) 40%, var(--_surface));
  }

  .b2 {
    background: color-mix(in srgb, var(--_accent) 70%, var(--_surface));
  }

  .b3 {
    background: var(--_accent);
  }

  .b4 {
    background: var(--_text);
  }

  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.875rem;
    margin: 0.375rem 0 0;
    padding: 0;
    font-size: 0.875em;
    list-style: none;
  }

  .swatch {
    display: inline-block;
    inline-size: 0.75em;
    block-size: 0.75em;
    margin-inline-end: 0.25em;
    border-radius: 0.125rem;
    forced-color-adjust: none;
  }

  details {
    margin-block-start: calc(var(--_space) * 0.5);
  }
`;
