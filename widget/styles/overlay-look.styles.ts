import { css } from "lit";

/** How the overlay looks, by the page's style sheet. `readStyle` reads it off the probe. */
export const overlayLook = css`
  :host {
    --_color-1: var(--ba-overlay-color-1, #e69f00);
    --_color-2: var(--ba-overlay-color-2, #56b4e9);
    --_color-3: var(--ba-overlay-color-3, #cc79a7);
    --_color-4: var(--ba-overlay-color-4, #f0e442);
    --_outline: var(--ba-overlay-outline, rgb(0 0 0 / 65%));
    --_label-text: var(--ba-overlay-label-text, #101010);
    --_court: var(--ba-overlay-court, #7cf5ff);
    --_shuttle: var(--ba-overlay-shuttle, #ccff33);
    --_shuttle-trail: var(--ba-overlay-shuttle-trail, 1s);
    --_line: var(--ba-overlay-line-width, 3px);
    --_label-size: var(--ba-overlay-label-size, 13px);
  }

  /* Not seen: carries the tokens to the canvas as values that the browser has worked out. */
  .probe {
    position: absolute;
    visibility: hidden;
    box-sizing: content-box;
    inline-size: var(--_line);
    block-size: 0;
    border: 0 solid;
    border-color: var(--_color-1) var(--_color-2) var(--_color-3) var(--_color-4);
    background-color: var(--_outline);
    color: var(--_label-text);
    outline: 0 solid var(--_court);
    caret-color: var(--_shuttle);
    /* Nothing moves: a way to carry a time. */
    transition: none var(--_shuttle-trail);
    font-size: var(--_label-size);
  }
`;
