import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    position: relative;
  }

  fieldset {
    position: absolute;
    inset-block-end: calc(100% + 0.5rem);
    inset-inline-end: 0;
    z-index: 1;
    inline-size: max-content;
    max-inline-size: 80vw;
    margin: 0;
    padding: 0.5rem 0.25rem 0.25rem;
    border: 1px solid rgb(255 255 255 / 30%);
    border-radius: 0.5rem;
    background: var(--_panel);
    color: var(--_on-bar);
    box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 40%);
  }

  legend {
    float: inline-start;
    inline-size: 100%;
    padding: 0.25rem 0.75rem;
    font-size: 0.875em;
    opacity: 0.85;
  }

  label {
    display: flex;
    clear: both;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 2.75rem;
    padding-inline: 0.75rem;
    border-radius: 0.375rem;
    cursor: pointer;
  }

  label:hover {
    background: rgb(255 255 255 / 12%);
  }

  input {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin: 0;
    accent-color: var(--ba-player-played, #4fd1a1);
    cursor: pointer;
  }
`;
