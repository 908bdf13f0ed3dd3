import { css } from "lit";

export const styles = css`
  :host {
    --_floor: var(--ba-court-floor, light-dark(#d5e3da, #20302a));
    --_line: var(--ba-court-line, light-dark(#51665c, #b4c6bd));
  }

  .choose {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem 1rem;
    margin-block-end: calc(var(--_space) * 0.625);
  }

  .field {
    display: grid;
    gap: 0.125rem;
    color: var(--_muted);
    font-size: 0.875em;
  }

  .plan {
    overflow: hidden;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  svg.court {
    display: block;
    inline-size: 100%;
    block-size: auto;
  }

  .floor {
    fill: var(--_floor);
  }

  .line {
    stroke: var(--_line);
    stroke-width: 1.25px;
  }

  .net {
    stroke: var(--_text);
    stroke-width: 2px;
    stroke-dasharray: 3 2;
  }

  /* Nobody's. */
  .p0 {
    --_ink: var(--_text);
  }

  /* Where there are many, lines give way to where they end. */
  .way line,
  .way .start {
    opacity: var(--_opacity);
  }

  .way line {
    stroke: var(--_ink);
    stroke-width: 2px;
  }

  .start,
  .head {
    fill: var(--_ink);
  }

  .landed {
    fill: none;
    stroke: var(--_ink);
    stroke-width: 1.5px;
  }

  .sample {
    flex: none;
    inline-size: 2.25rem;
    block-size: 1rem;
    color: var(--_ink, var(--_text));
    fill: none;
    stroke: currentColor;
    stroke-width: 2px;
  }

  .sample .solid {
    fill: currentColor;
    stroke: none;
  }

  @media (forced-colors: active) {
    .plan {
      border: 1px solid CanvasText;
    }
  }
`;
