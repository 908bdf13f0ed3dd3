import { css } from "lit";

export const styles = css`
  :host {
    display: flex;
    align-items: center;
    min-inline-size: 0;
    min-block-size: 2.75rem;
  }

  .name {
    min-inline-size: 0;
    font-weight: 700;
    overflow-wrap: anywhere;
    line-height: 1.25;
  }

  .rename {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0;
    border: 0;
    border-radius: calc(var(--_radius) * 0.75);
    background: transparent;
    color: var(--_muted);
    cursor: pointer;
  }

  .rename:hover {
    background: color-mix(in srgb, var(--_text) 8%, transparent);
    color: var(--_text);
  }

  .rename svg {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linejoin: round;
  }

  input[type="text"] {
    flex: 1;
    inline-size: 100%;
    font-weight: 700;
  }
`;
