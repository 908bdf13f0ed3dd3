import type { JSONValue } from "convex/values";
import * as z from "zod/mini";

/** Any JSON, and never nothing. It comes from JSON.parse, so there is nothing more to check. */
export const jsonValue = z.custom<JSONValue>((value: unknown) => value !== undefined);
