/**
 * What may happen to one attempt at a video, as a table. Whatever is not in the table changes nothing, which is
 * what makes late, repeated and reordered calls harmless. An attempt ends exactly once; a retry is a new attempt.
 *
 *     queued ── dispatch ──> dispatching ── accept | heartbeat ──> running ── results ──> succeeded
 *        └────────┬───────────────┴──────────────┬──────────────────┘
 *                 ├─ failure ──> failed          └─ expire | refuse ──> lost  (the next attempt follows, or the video or its update fails)
 *                 └─ cancel ───> cancelled
 */
export const jobStates = ["queued", "dispatching", "running", "succeeded", "failed", "cancelled", "lost"] as const;
export type JobState = (typeof jobStates)[number];

/** An analysis decodes the video; an interpretation computes what edits change from the observations that an analysis stored. */
export const jobKinds = ["analysis", "interpretation"] as const;
export type JobKind = (typeof jobKinds)[number];

export const jobEvents = [
  /** The request to the worker is about to be sent. */
  "dispatch",
  /** The worker answered that it will do it. */
  "accept",
  /** The worker answered otherwise, or not at all. */
  "refuse",
  /** The worker reported progress. */
  "heartbeat",
  "results",
  "failure",
  /** The lease ran out. */
  "expire",
  "cancel",
] as const;
export type JobEvent = (typeof jobEvents)[number];

export const jobTransitions: Record<JobState, Partial<Record<JobEvent, JobState>>> = {
  queued: { dispatch: "dispatching", failure: "failed", expire: "lost", cancel: "cancelled" },
  // The worker may report before its answer to the request has arrived.
  dispatching: {
    accept: "running",
    refuse: "lost",
    heartbeat: "running",
    results: "succeeded",
    failure: "failed",
    expire: "lost",
    cancel: "cancelled",
  },
  // `refuse` is not here: a worker that reports has accepted, whatever became of its answer.
  running: {
    accept: "running",
    heartbeat: "running",
    results: "succeeded",
    failure: "failed",
    expire: "lost",
    cancel: "cancelled",
  },
  // A repeat of the call that ended the attempt: its answer was lost on the way.
  succeeded: { results: "succeeded" },
  failed: { failure: "failed" },
  cancelled: {},
  lost: {},
};

/** The state after `event`, or undefined where the event changes nothing. */
export function nextState(state: JobState, event: JobEvent): JobState | undefined {
  return jobTransitions[state][event];
}

/** Whether an attempt in `state` is over. */
export function hasEnded(state: JobState): boolean {
  return nextState(state, "cancel") === undefined;
}
