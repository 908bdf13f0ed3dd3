import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  .dropzone {
    display: grid;
    justify-items: center;
    gap: calc(var(--_space) * 0.5);
    padding: clamp(1.5rem, 8cqi, 4rem) var(--_space);
    border: 2px dashed var(--_edge);
    border-radius: var(--_radius);
    background: var(--_raised);
    text-align: center;
    cursor: pointer;
    transition:
      border-color 120ms ease,
      background-color 120ms ease;
  }

  .dropzone:hover,
  .dropzone.over {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 7%, var(--_raised));
  }

  .dropzone.over {
    border-style: solid;
  }

  .dropzone.busy {
    cursor: progress;
  }

  .picture {
    inline-size: 4rem;
    block-size: 4rem;
    color: var(--_accent);
  }

  h2 {
    margin: 0;
    font-size: 1.375em;
    line-height: 1.25;
    text-wrap: balance;
  }

  p {
    margin: 0;
    color: var(--_muted);
  }

  .limits {
    font-size: 0.875em;
  }

  .button {
    margin-block: calc(var(--_space) * 0.5);
  }

  .checking {
    overflow-wrap: anywhere;
  }

  @media (prefers-reduced-motion: reduce) {
    .dropzone {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    .dropzone.over {
      border-color: Highlight;
    }
  }
`;
