import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  .panel {
    padding: var(--_space);
    border: 1px solid color-mix(in srgb, var(--_tone) 45%, transparent);
    border-inline-start: 0.375rem solid var(--_tone);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_tone) 7%, var(--_surface));
    --_tone: var(--_danger);
  }

  .panel.calm {
    --_tone: var(--_edge);
  }

  h2 {
    margin: 0 0 0.25rem;
    font-size: 1.125em;
    line-height: 1.3;
  }

  p {
    margin: 0;
    max-inline-size: 42rem;
  }

  .file {
    margin-block-start: 0.25rem;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: var(--_space);
  }

  @media (forced-colors: active) {
    .panel {
      border-color: CanvasText;
    }
  }
`;
