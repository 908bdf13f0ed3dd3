import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  .match {
    --_map: landscape;

    display: grid;
    gap: calc(var(--_space) * 1.5) var(--_space);
  }

  .match > * {
    min-inline-size: 0;
  }

  /* Side by side where both have room; the map's column is as high as the picture at most. */
  @container (min-width: 62rem) {
    .match {
      --_map: portrait;

      grid-template: auto 1fr / minmax(0, 1fr) clamp(15rem, 22cqi, 20rem);
    }

    .match:not(.mapped) > *,
    .figures,
    .charts {
      grid-column: 1 / -1;
    }

    .map {
      grid-area: 1 / 2 / span 2;
    }
  }

  .beneath,
  .figures {
    display: grid;
    align-content: start;
    gap: calc(var(--_space) * 1.25);
  }

  .beneath > *,
  .figures > * {
    min-inline-size: 0;
  }

  .watch {
    display: grid;
    align-content: start;
    gap: var(--_space);
  }

  .watch > * {
    min-inline-size: 0;
  }

  /* About as high as what comes here. */
  .timeline {
    min-block-size: 16rem;
  }

  .map {
    max-inline-size: 46rem;
  }

  .trouble {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    margin: 0;
    padding: calc(var(--_space) * 0.75) var(--_space);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  .trouble {
    border-inline-start: 0.375rem solid var(--_danger);
  }

  /* About as high as what comes here. */
  .rallies {
    min-block-size: 6rem;
  }

  .rallies.few {
    min-block-size: 24rem;
  }

  .rallies.many {
    min-block-size: 42rem;
  }

  /* About as high as what comes here. */
  .charts {
    min-block-size: 60rem;
  }

  /* As high as the chart that comes here. */
  .speed {
    min-block-size: 22.25rem;
  }

  @media (forced-colors: active) {
    .trouble {
      border: 1px solid CanvasText;
    }
  }
`;
