import { v } from "convex/values";

/** Settings of a deployment. Unset, the worker counts as unreachable: a deployment can be pushed before there is a worker. */
export const environment = {
  /** Base address of the worker; `/process` and `/interpret` are appended. */
  MODAL_ENDPOINT_URL: v.optional(v.string()),
  /** Proxy-auth token that the worker demands of this deployment. */
  MODAL_KEY: v.optional(v.string()),
  MODAL_SECRET: v.optional(v.string()),
};
