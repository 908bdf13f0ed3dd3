/** Why there is no clip: the video cannot be fetched, cannot be read, frame data for the drawings cannot be had, or something else went wrong. */
export type ClipProblem = "unreachable" | "unreadable" | "undrawable" | "failed";

/** An export that came to nothing. */
export class ClipError extends Error {
  readonly problem: ClipProblem;

  constructor(problem: ClipProblem, options?: ErrorOptions) {
    super(`No clip: ${problem}`, options);
    this.problem = problem;
  }
}
