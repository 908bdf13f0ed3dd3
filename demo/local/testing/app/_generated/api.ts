import { anyApi, componentsGeneric, type ApiFromModules, type FilterApi, type FunctionReference } from "convex/server";
import type { ComponentApi } from "@convex-dev/rate-limiter/_generated/component.js";
import type * as files from "../files.ts";
import type * as later from "../later.ts";
import type * as limits from "../limits.ts";
import type * as notes from "../notes.ts";

type Modules = ApiFromModules<{ files: typeof files; later: typeof later; limits: typeof limits; notes: typeof notes }>;
type Callable<Visibility extends "public" | "internal"> = FunctionReference<
  "query" | "mutation" | "action",
  Visibility
>;

export const api = anyApi as unknown as FilterApi<Modules, Callable<"public">>;
export const internal = anyApi as unknown as FilterApi<Modules, Callable<"internal">>;
export const components = componentsGeneric() as unknown as { rateLimiter: ComponentApi<"rateLimiter"> };
