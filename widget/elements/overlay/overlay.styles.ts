import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    position: absolute;
    inset: 0;
    overflow: hidden;
    pointer-events: none;
    forced-color-adjust: none;
  }

  :host([hidden]) {
    display: none;
  }

  canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }

  canvas[hidden] {
    display: none;
  }
`;
