import type * as z from "zod/mini";
import { failure } from "./failure.js";

/** The value, if it is within the contract's bounds, which Convex's validators leave out. Throws `invalid_request`. */
export function checked<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const { success, data } = schema.safeParse(value);
  if (!success) throw failure("invalid_request");
  return data;
}
