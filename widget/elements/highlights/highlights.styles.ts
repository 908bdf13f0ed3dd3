import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  .highlights {
    display: grid;
    gap: var(--_space);
  }

  .highlights > * {
    min-inline-size: 0;
  }

  /* Side by side where both have room; the list is as high as the picture at most. */
  @container (min-width: 56rem) {
    .highlights.listed {
      grid-template: auto 1fr / minmax(0, 1fr) clamp(17rem, 28cqi, 24rem);
    }

    .listed .head {
      grid-column: 1 / -1;
    }

    .side {
      position: relative;
    }

    .side ol {
      position: absolute;
      inset: 0;
      overflow: auto;
    }
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.125rem 1rem;
  }

  h2 {
    margin: 0;
    font-size: 1.25em;
    line-height: 1.3;
  }

  .head p {
    margin: 0;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }

  .watch {
    display: grid;
    gap: calc(var(--_space) * 0.625);
  }

  .now {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
  }

  .reason {
    flex: 1 1 14rem;
    margin: 0;
  }

  .reason strong {
    display: block;
  }

  .place {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  ol {
    display: grid;
    align-content: start;
    gap: 0.375rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .item {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0.125rem 0.75rem;
    align-items: baseline;
    inline-size: 100%;
    min-block-size: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    background: transparent;
    color: var(--_text);
    font: inherit;
    line-height: 1.35;
    text-align: start;
    cursor: pointer;
  }

  .item:hover {
    background: color-mix(in srgb, var(--_text) 8%, transparent);
  }

  .item:focus-visible {
    outline-offset: -3px;
  }

  .item[aria-current="true"] {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 18%, transparent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }

  .item .title {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .item .number,
  .item .length,
  .item .facts {
    color: var(--_muted);
    font-size: 0.9375em;
    font-variant-numeric: tabular-nums;
  }

  .item .facts {
    grid-column: 2 / -1;
  }

  .message {
    margin: 0;
    padding: calc(var(--_space) * 0.75) var(--_space);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  .trouble {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    border-inline-start: 0.375rem solid var(--_danger);
  }

  @media (forced-colors: active) {
    .message {
      border: 1px solid CanvasText;
    }

    .item[aria-current="true"] {
      outline: 2px solid Highlight;
      outline-offset: -4px;
    }
  }
`;
