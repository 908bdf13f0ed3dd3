import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  dialog {
    inline-size: min(72rem, 100vw - 1rem);
    max-inline-size: none;
    max-block-size: calc(100dvh - 1rem);
    padding: clamp(0.75rem, 2vw, 1.5rem);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    overflow: auto;
  }

  /* It has the focus itself only until what is in it has been loaded. */
  dialog:focus-visible {
    outline: none;
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 60%);
  }

  p {
    margin: 0 0 0.75rem;
  }
`;
