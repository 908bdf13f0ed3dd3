import type { JSONValue } from "convex/values";
import type { SessionRequest } from "./frames.ts";
import type { Answered } from "./persistence.ts";

/** A mutation's answer to its client. */
export type MutationAnswer = { success: true; result: JSONValue; ts: bigint; logLines: string[] } | FailedMutation;

interface FailedMutation {
  success: false;
  result: string;
  errorData?: JSONValue;
  logLines: string[];
}

const KEPT_MS = 3600 * 1000;

/**
 * Runs each mutation of a session once.
 *
 * A client that lost its connection sends again what was not answered, and cannot know what had run.
 */
export class SessionRequests {
  private readonly answers = new Map<string, { at: number; answer: Promise<MutationAnswer> }>();

  constructor(answered: readonly Answered[]) {
    for (const { result, ts, ...request } of answered) {
      const at = Number(ts / 1_000_000n);
      this.answers.set(keyOf(request), {
        at,
        answer: Promise.resolve({ success: true, result, ts, logLines: [] }),
      });
    }
  }

  once(request: SessionRequest, execute: () => Promise<MutationAnswer>): Promise<MutationAnswer> {
    const known = this.answers.get(keyOf(request));
    if (known) return known.answer;
    this.forgetOld();
    const answer = execute();
    this.answers.set(keyOf(request), { at: Date.now(), answer });
    return answer;
  }

  private forgetOld(): void {
    // In the order of their arrival, so the first that is young enough ends it.
    for (const [key, { at }] of this.answers) {
      if (Date.now() - at < KEPT_MS) return;
      this.answers.delete(key);
    }
  }
}

function keyOf({ sessionId, requestId }: SessionRequest): string {
  return `${sessionId}|${requestId}`;
}
