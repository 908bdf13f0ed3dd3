import { css } from "lit";

export const styles = css`
  :host {
    --_floor: var(--ba-court-floor, light-dark(#d5e3da, #20302a));
    --_line: var(--ba-court-line, light-dark(#51665c, #b4c6bd));
    --_heat-1: var(--ba-heat-1, light-dark(#f9e721, #482173));
    --_heat-2: var(--ba-heat-2, light-dark(#67cc5c, #38588c));
    --_heat-3: var(--ba-heat-3, light-dark(#218f8b, #218f8b));
    --_heat-4: var(--ba-heat-4, light-dark(#38588c, #67cc5c));
    --_heat-5: var(--ba-heat-5, light-dark(#440154, #f9e721));

    display: block;
    aspect-ratio: 1 / 2;
  }

  :host([orientation="landscape"]) {
    aspect-ratio: 2 / 1;
  }

  .plan {
    position: relative;
    inline-size: 100%;
    block-size: 100%;
    overflow: hidden;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
    cursor: crosshair;
    touch-action: manipulation;
  }

  .plan:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }

  svg,
  canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    pointer-events: none;
  }

  [hidden] {
    display: none;
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

  .zone {
    fill: var(--_accent);
    stroke: var(--_line);
    stroke-width: 0.5px;
  }

  .share {
    fill: var(--_text);
    font-size: 13px;
    font-weight: 700;
    text-anchor: middle;
    dominant-baseline: central;
    paint-order: stroke;
    stroke: var(--_floor);
    stroke-width: 3px;
  }

  .near {
    fill: color-mix(in srgb, var(--_accent) 15%, transparent);
    stroke: var(--_accent);
    stroke-width: 1.5px;
  }

  .cross,
  .cursor {
    fill: none;
    stroke: var(--_text);
    stroke-width: 1.75px;
  }

  .cursor {
    stroke-dasharray: 3 2;
  }

  .trail {
    fill: none;
    stroke: var(--_ink);
    stroke-width: 3px;
    stroke-linejoin: round;
  }

  .trail.shuttle {
    stroke: var(--_text);
    stroke-width: 2px;
  }

  #shuttle[data-bridged] .shuttle-height {
    stroke-dasharray: 3 2;
  }

  .trail.bridged {
    stroke: var(--_text);
    stroke-width: 1.5px;
    stroke-dasharray: 2 3;
    opacity: 0.7;
  }

  .fade-1 {
    opacity: 0.6;
  }

  .fade-2 {
    opacity: 0.3;
  }

  .sign {
    font-size: 11px;
  }

  .dot[data-state="bridged"] .shape {
    fill: var(--_floor);
    stroke: var(--_text);
    stroke-dasharray: 3 2;
  }

  .dot[data-state="bridged"] .sign {
    fill: var(--_text);
  }

  .dot[data-state="airborne"] .ring {
    display: inline;
  }

  .arrow {
    display: none;
  }

  .dot[data-beyond] .arrow {
    display: inline;
  }

  .base {
    fill: none;
    stroke: var(--_text);
    stroke-width: 2px;
    paint-order: stroke;
  }

  .base-back {
    fill: var(--_floor);
    stroke: var(--_floor);
    stroke-width: 5px;
  }

  .base-sign {
    fill: var(--_text);
    font-size: 11px;
    font-weight: 700;
    text-anchor: middle;
    paint-order: stroke;
    stroke: var(--_floor);
    stroke-width: 3px;
  }

  /* Not seen: carries the colours to the canvas, and tells by its transition that the theme has changed. */
  .probe {
    position: absolute;
    visibility: hidden;
    border: 0 solid;
    border-color: var(--_heat-1) var(--_heat-2) var(--_heat-3) var(--_heat-4);
    background-color: var(--_heat-5);
    transition: background-color 1ms;
  }

  @media (forced-colors: active) {
    .plan {
      border: 1px solid CanvasText;
    }
  }
`;
