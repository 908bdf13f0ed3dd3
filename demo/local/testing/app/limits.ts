import { HOUR, RateLimiter } from "@convex-dev/rate-limiter";
import { v } from "convex/values";
import { components } from "./_generated/api.ts";
import { mutation } from "./_generated/server.ts";

const limiter = new RateLimiter(components.rateLimiter, { calls: { kind: "fixed window", rate: 2, period: HOUR } });

export const limited = mutation({
  args: { key: v.string() },
  returns: v.boolean(),
  handler: async (ctx, { key }) => (await limiter.limit(ctx, "calls", { key })).ok,
});
