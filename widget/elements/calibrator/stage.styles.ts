import { css } from "lit";

export const styles = css`
  :host {
    --_line: var(--ba-calibrator-line, #ff2fd0);
    --_point: var(--ba-calibrator-point, #ffe04a);

    display: block;
  }

  .stage {
    position: relative;
    aspect-ratio: var(--_ratio);
    overflow: hidden;
    border-radius: calc(var(--_radius) * 0.75);
    background: #11161b;
    user-select: none;
  }

  /* The picture, with a margin around it in which points outside of it find room. */
  video {
    position: absolute;
    inset: calc(100% * var(--_margin) / (1 + 2 * var(--_margin)));
    inline-size: calc(100% / (1 + 2 * var(--_margin)));
    block-size: calc(100% / (1 + 2 * var(--_margin)));
    object-fit: fill;
    outline: 1px solid rgb(255 255 255 / 35%);
  }

  svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    pointer-events: none;
  }

  polyline {
    fill: none;
    stroke-linecap: round;
  }

  .under {
    stroke: rgb(0 0 0 / 40%);
    stroke-width: 2.5px;
  }

  .over {
    stroke: var(--_line);
    stroke-width: 1px;
  }

  .point {
    position: absolute;
    /* stylelint-disable-next-line -- physical: the picture does not turn with the writing direction */
    left: calc(100% * (var(--_margin) + var(--_x)) / (1 + 2 * var(--_margin)));
    top: calc(100% * (var(--_margin) + var(--_y)) / (1 + 2 * var(--_margin)));
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    margin: -22px;
    padding: 0;
    border: 0;
    background: none;
    color: #101010;
    font: 700 0.75rem / 1 var(--_font);
    cursor: grab;
    touch-action: none;
  }

  .point::before {
    content: "";
    position: absolute;
    inline-size: 26px;
    block-size: 26px;
    border: 2px solid #101010;
    border-radius: 50%;
    background: radial-gradient(circle, transparent 2px, color-mix(in srgb, var(--_point) 45%, transparent) 3px);
    box-shadow: inset 0 0 0 3px var(--_point);
  }

  .point span {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 32px;
    padding: 2px 5px;
    border-radius: 4px;
    background: var(--_point);
  }

  .point.active {
    z-index: 1;
  }

  .point:active {
    cursor: grabbing;
  }

  .point:focus-visible {
    outline: none;
  }

  .point:focus-visible::before {
    outline: 3px solid #fff;
    outline-offset: 2px;
    box-shadow:
      inset 0 0 0 3px var(--_point),
      0 0 0 8px #0a57c2;
  }

  .magnifier {
    position: absolute;
    z-index: 2;
    inset-block-start: 3%;
    inline-size: min(30%, 11rem);
    aspect-ratio: 1;
    border: 3px solid #fff;
    border-radius: 50%;
    box-shadow: 0 2px 14px rgb(0 0 0 / 60%);
    pointer-events: none;
  }

  .magnifier.left {
    left: 2%;
  }

  .magnifier.right {
    right: 2%;
  }

  .failed {
    position: absolute;
    inset: auto 0 0;
    margin: 0;
    padding: 0.75rem 1rem;
    background: #11161b;
    color: #fff;
  }

  @media (forced-colors: active) {
    .point::before {
      forced-color-adjust: none;
    }

    .point span {
      forced-color-adjust: none;
    }
  }
`;
