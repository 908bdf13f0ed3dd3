import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    color-scheme: light dark;
    container-type: inline-size;
  }

  .base {
    padding: clamp(0.75rem, 3cqi, 1.5rem);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    background: var(--_surface);
  }

  .view {
    display: grid;
    gap: var(--_space);
  }

  .view > * {
    min-inline-size: 0;
  }

  .view:focus {
    outline: none;
  }

  .view:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 4px;
    border-radius: var(--_radius);
  }

  .banner,
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    margin: 0 0 var(--_space);
    padding: 0.5rem 0.875rem;
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
  }

  .banner {
    flex-wrap: nowrap;
  }

  .notice {
    margin: var(--_space) 0 0;
    border-inline-start: 0.375rem solid var(--_danger);
  }

  .notice span {
    flex: 1 1 14rem;
  }

  /* A connection that is back within a second is not worth a word. */
  .banner {
    animation: appear 200ms ease 1s both;
  }

  .title {
    margin: 0;
    font-size: 1.25em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  .dot {
    flex: none;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border-radius: 50%;
    background: var(--_edge);
  }

  .waiting {
    display: grid;
    place-items: center;
    min-block-size: 12rem;
    margin: 0;
    color: var(--_muted);
    animation: appear 200ms ease 300ms both;
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .banner,
    .waiting {
      animation-duration: 1ms;
    }
  }

  @media (forced-colors: active) {
    .banner,
    .notice {
      border: 1px solid CanvasText;
    }
  }
`;
