import { css } from "lit";

/** Buttons and small helpers that several elements share. */
export const controls = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-block-size: 2.75rem;
    padding: 0.5rem 1.125rem;
    border: 1px solid var(--_edge);
    border-radius: calc(var(--_radius) * 0.75);
    background: transparent;
    color: var(--_text);
    font: inherit;
    font-weight: 600;
    line-height: 1.2;
    cursor: pointer;
    transition:
      background-color 120ms ease,
      border-color 120ms ease;
  }

  .button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_text) 8%, transparent);
  }

  .button.primary {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }

  .button.quiet {
    border-color: transparent;
  }

  .button.danger {
    border-color: var(--_danger);
    color: var(--_danger);
  }

  .button.danger:hover:not(:disabled) {
    background: color-mix(in srgb, var(--_danger) 10%, transparent);
  }

  .button:disabled {
    cursor: default;
    opacity: 0.55;
  }

  :focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    .button {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    .button,
    .button.primary,
    .button.danger {
      border-color: ButtonText;
    }

    .button:disabled {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
`;
