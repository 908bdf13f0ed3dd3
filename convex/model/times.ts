/** Spans of time, in milliseconds. */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An upload that got no further part for this long is given up. */
export const UPLOAD_IDLE = HOUR;

/** How long the source waits for its owner: before the analysis is asked for, and after it failed in a way that a retry may mend. */
export const SOURCE_RETENTION = 24 * HOUR;

/** A stored file that nothing refers to is deleted at this age. Longer than an upload address is valid (one hour). */
export const ORPHAN_AGE = 2 * HOUR;

/** How long frame data stays after newer results have replaced it: a player that has its addresses may still load it. */
export const RETIRED_RETENTION = 10 * MINUTE;

/** How late a queued attempt may start before it counts as lost. */
export const QUEUE_GRACE = 2 * MINUTE;

/** How long the worker may take to answer `/process`: a cold start included. */
export const DISPATCH_TIMEOUT = MINUTE;

/**
 * How long after its answer the worker may take to report for the first time: Modal keeps a job silently until one of its GPUs is
 * free, and an attempt that is taken for lost meanwhile would only queue up once more.
 */
export const START_LEASE = 30 * MINUTE;

/** The same for an interpretation, which needs no GPU. */
export const INTERPRETATION_START_LEASE = 2 * MINUTE;

/** How long after a report the worker counts as alive. */
export const HEARTBEAT_LEASE = MINUTE;

/** Waits before the second and further requests when the worker cannot be reached; then the video fails. */
export const REDISPATCH_DELAYS = [SECOND, 4 * SECOND, 15 * SECOND] as const;

/** Waits before the second and further attempts when the worker fell silent; then the video fails. */
export const REQUEUE_DELAYS = [5 * SECOND, 30 * SECOND] as const;
