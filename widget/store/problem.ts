import { ConvexError } from "convex/values";
import { errors, FunctionError, type ErrorCode, type VideoError } from "../../convex/contract/errors.js";

/** What can go wrong on the page itself, before or beside anything that the deployment says. */
export const pageProblems = {
  not_configured: { retryable: false },
  no_video: { retryable: false },
  insecure_page: { retryable: false },
  file_changed: { retryable: false },
  upload_stalled: { retryable: true },
  player_missing: { retryable: true },
} as const;

export type PageProblemCode = keyof typeof pageProblems;
export type ProblemCode = ErrorCode | PageProblemCode;

/** Something that stopped the visitor, by code; i18n words it. */
export interface Problem {
  readonly code: ProblemCode;
  /** Whether the same action may succeed when it is tried again. */
  readonly retryable: boolean;
  /** When trying again makes sense, milliseconds from now. */
  readonly retryAfterMs?: number;
}

function isPageProblem(code: ProblemCode): code is PageProblemCode {
  return code in pageProblems;
}

export function problem(code: ProblemCode): Problem {
  return { code, retryable: isPageProblem(code) ? pageProblems[code].retryable : errors[code].retryable };
}

/** A failure that carries its problem through promises. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode) {
    super(code);
    this.name = "ProblemError";
    this.problem = problem(code);
  }
}

/** The problem behind anything that was thrown; what nobody foresaw is an `internal_error`. */
export function problemFrom(cause: unknown): Problem {
  if (cause instanceof ProblemError) {
    return cause.problem;
  }
  if (cause instanceof ConvexError) {
    const parsed = FunctionError.safeParse(cause.data);
    if (parsed.success) {
      const { code, retryAfterMs } = parsed.data;
      return retryAfterMs === undefined ? problem(code) : { ...problem(code), retryAfterMs };
    }
  }
  return problem("internal_error");
}

export function problemFromVideo(error: VideoError): Problem {
  return { code: error.code, retryable: error.retryable };
}
