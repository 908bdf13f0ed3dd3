import { css } from "lit";

/** The players' colours, those of the overlay, and their shapes. */
export const markStyles = css`
  :host {
    --_color-1: var(--ba-overlay-color-1, #e69f00);
    --_color-2: var(--ba-overlay-color-2, #56b4e9);
    --_color-3: var(--ba-overlay-color-3, #cc79a7);
    --_color-4: var(--ba-overlay-color-4, #f0e442);
    --_sign: var(--ba-overlay-label-text, #101010);
  }

  .p1 {
    --_player: var(--_color-1);
  }

  .p2 {
    --_player: var(--_color-2);
  }

  .p3 {
    --_player: var(--_color-3);
  }

  .p4 {
    --_player: var(--_color-4);
  }

  /* Lines in a player's colour: darker on a light page, where the bright ones would not be seen. */
  .p1,
  .p2,
  .p3,
  .p4 {
    --_ink: light-dark(color-mix(in srgb, var(--_player) 62%, black), var(--_player));
  }

  .mark {
    flex: none;
    inline-size: 1.5em;
    block-size: 1.5em;
    vertical-align: middle;
    forced-color-adjust: none;
  }

  .shape {
    fill: var(--_player);
    stroke: var(--_text);
    stroke-width: 1.25px;
    vector-effect: non-scaling-stroke;
  }

  .sign {
    fill: var(--_sign);
    font-weight: 700;
    text-anchor: middle;
  }

  .arrow {
    fill: var(--_text);
  }

  .shuttle-height {
    fill: color-mix(in srgb, var(--_text) 12%, transparent);
    stroke: var(--_text);
    stroke-width: 1.5px;
  }

  .shuttle-cork {
    fill: #ffffff;
    stroke: #101010;
    stroke-width: 1.5px;
  }

  .ring {
    display: none;
    fill: none;
    stroke: var(--_text);
    stroke-width: 1.5px;
    vector-effect: non-scaling-stroke;
  }
`;
