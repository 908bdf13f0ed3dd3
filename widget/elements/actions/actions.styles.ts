import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }

  .question {
    margin: 0;
    padding-inline-end: 0.5rem;
    font-weight: 600;
  }

  @media (forced-colors: active) {
    .question {
      color: CanvasText;
    }
  }
`;
