import { ConvexError } from "convex/values";
import { type ErrorCode, errors, type FunctionError } from "../contract/errors.js";

/** The exception that carries `code` to the caller of a public function. */
export function failure(code: ErrorCode, extra: { retryAfterMs?: number } = {}): ConvexError<FunctionError> {
  return new ConvexError<FunctionError>({ code, message: errors[code].message, ...extra });
}
