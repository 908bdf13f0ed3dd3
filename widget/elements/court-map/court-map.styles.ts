import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  .panel {
    display: grid;
    gap: 0.625rem;
  }

  .panel > * {
    min-inline-size: 0;
  }

  .choice {
    flex: 1 1 auto;
    justify-content: center;
    padding-inline: 0.5rem;
    font-size: 0.875em;
  }

  .legend,
  .hint,
  .note {
    margin: 0;
    color: var(--_muted);
    font-size: 0.875em;
    line-height: 1.4;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.875rem;
  }

  .key {
    display: inline-flex;
    align-items: center;
    gap: 0.375em;
  }

  .key .shape {
    fill: var(--_muted);
  }

  .key.bridged .shape {
    fill: none;
    stroke-dasharray: 3 2;
  }

  .key.airborne .ring {
    display: inline;
  }

  .house {
    fill: none;
    stroke: var(--_text);
    stroke-width: 2px;
  }

  .scale {
    flex: 1 1 6rem;
    block-size: 0.75rem;
    border: 1px solid var(--_edge);
    border-radius: 0.25rem;
    background: linear-gradient(
      to right in srgb,
      var(--ba-heat-1, light-dark(#f9e721, #482173)),
      var(--ba-heat-2, light-dark(#67cc5c, #38588c)),
      var(--ba-heat-3, light-dark(#218f8b, #218f8b)),
      var(--ba-heat-4, light-dark(#38588c, #67cc5c)),
      var(--ba-heat-5, light-dark(#440154, #f9e721))
    );
    forced-color-adjust: none;
  }

  .description {
    font-size: 0.9375em;
  }

  .description p {
    margin: 0 0 0.25rem;
  }

  .describe {
    justify-self: start;
    margin-inline-start: -0.75rem;
    padding-inline: 0.75rem;
  }
`;
