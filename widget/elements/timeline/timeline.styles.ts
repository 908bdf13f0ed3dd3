import { css } from "lit";

export const styles = css`
  :host {
    --_highlight: var(--ba-timeline-highlight, light-dark(#c98200, #ffd34d));
  }

  header {
    margin-block-end: 0.25rem;
  }

  /* Room for what is said at most, so that nothing moves when it gets longer. */
  .readout {
    min-block-size: 1.4em;
    margin: 0 0 0.125rem;
    color: var(--_muted);
    font-size: 0.875em;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }

  @container (max-width: 26rem) {
    .readout {
      min-block-size: 2.8em;
    }
  }

  .zoom {
    display: flex;
    flex: none;
    gap: 0.375rem;
  }

  .zoom .button {
    inline-size: 2.75rem;
    padding: 0;
  }

  .zoom svg {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .plot {
    position: relative;
    min-block-size: 7.5rem;
    overflow: hidden;
    border-radius: calc(var(--_radius) * 0.5);
    cursor: ew-resize;
    touch-action: pan-y;
    user-select: none;
  }

  .plot:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }

  canvas {
    display: block;
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }

  .playhead {
    position: absolute;
    inset-block: 0;
    left: -1px;
    inline-size: 2px;
    background: var(--_text);
    pointer-events: none;
  }

  .playhead::before {
    content: "";
    position: absolute;
    inset-block-start: 0;
    left: -4px;
    border: 5px solid transparent;
    border-block-start: 8px solid var(--_text);
  }

  .playhead[hidden] {
    display: none;
  }

  .overview {
    position: relative;
    block-size: 1.5rem;
    margin-block-start: 0.25rem;
    cursor: grab;
    touch-action: pan-y;
    user-select: none;
  }

  .overview:active {
    cursor: grabbing;
  }

  .overview.whole {
    display: none;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 1rem;
    margin: 0.25rem 0 0;
    padding: 0;
    color: var(--_muted);
    font-size: 0.875em;
    list-style: none;
  }

  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.375em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .bar {
    flex: none;
    inline-size: 1.75em;
    block-size: 0.875em;
    border-radius: 0.25em;
    background: var(--_accent);
    forced-color-adjust: none;
  }

  .disc {
    flex: none;
    inline-size: 0.75em;
    block-size: 0.75em;
    border: 1.5px solid var(--_text);
    border-radius: 50%;
    forced-color-adjust: none;
  }

  .disc.solid {
    background: var(--_muted);
  }

  .star {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: var(--_highlight);
    stroke: var(--_text);
    stroke-width: 0.1;
    forced-color-adjust: none;
  }

  /* Not seen: carry colours to the drawing, and tell by a transition that the theme has changed. */
  .probes {
    position: absolute;
    visibility: hidden;
    font-size: 0.875rem;
  }

  .lines {
    border: 0 solid;
    border-color: var(--_muted) var(--_muted) var(--_border) var(--_muted);
    background-color: var(--_raised);
    color: var(--_text);
    transition: color 1ms;
  }

  .rally {
    background-color: var(--_accent);
    color: var(--_on-accent);
    forced-color-adjust: none;
  }

  .highlight {
    color: var(--_highlight);
    forced-color-adjust: none;
  }

  .player {
    background-color: var(--_player);
    color: var(--_ink);
    forced-color-adjust: none;
  }

  @media (forced-colors: active) {
    .plot,
    .overview {
      border: 1px solid CanvasText;
    }

    .playhead {
      background: CanvasText;
      forced-color-adjust: none;
    }

    .playhead::before {
      border-block-start-color: CanvasText;
    }

    .rally,
    .bar {
      background-color: Highlight;
      color: HighlightText;
    }
  }
`;
