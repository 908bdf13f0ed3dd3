import { css } from "lit";

/** Choices from a list, and fields for text. */
export const fieldStyles = css`
  select,
  input[type="text"] {
    min-inline-size: 0;
    max-inline-size: 100%;
    min-block-size: 2.75rem;
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--_edge);
    border-radius: calc(var(--_radius) * 0.5);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
  }
`;
