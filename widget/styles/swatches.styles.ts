import { css } from "lit";

/** Small areas that look like the bars of each player, pattern and all. */
export const swatchStyles = css`
  .swatch {
    --_over: color-mix(in srgb, var(--_surface) 75%, transparent);

    flex: none;
    display: inline-block;
    inline-size: 1.75rem;
    block-size: 1rem;
    border: 1px solid var(--_ink);
    background-color: var(--_ink);
    forced-color-adjust: none;
  }

  .swatch.p2 {
    background-image: repeating-linear-gradient(-45deg, transparent 0 3.66px, var(--_over) 3.66px 5.66px);
  }

  .swatch.p3 {
    background-image: radial-gradient(circle, var(--_over) 2px, transparent 2px);
    background-size: 5px 5px;
  }

  .swatch.p4 {
    background-image:
      linear-gradient(var(--_over) 2px, transparent 2px), linear-gradient(90deg, var(--_over) 2px, transparent 2px);
    background-size: 8px 8px;
  }
`;
