import type { VideoView } from "../../convex/contract/video.js";

/** Whether the visitor may have the figures computed again that could not be: it is theirs, and trying again may help. */
export function mayRetryUpdate({ access, update }: VideoView): boolean {
  return access === "owner" && update !== undefined && update !== "running" && update.retryable;
}
