import { Events, type Hit, type Rally } from "../../convex/contract/events.js";
import { SegmentError, unpack } from "./columns.js";

/**
 * Reads an events file.
 *
 * @throws SegmentError when the bytes are not a sound events file.
 */
export async function readEvents(file: Uint8Array<ArrayBuffer>): Promise<Events> {
  const parsed = Events.safeParse(await unpack(file));
  if (!parsed.success) throw new SegmentError("The events file has another shape", { cause: parsed.error });
  const { hits, rallies, highlights } = parsed.data;
  if (!inOrder(hits.map(({ time }: Hit) => time)) || !inOrder(rallies.map(({ start }: Rally) => start)))
    throw new SegmentError("The events are not in order of time");
  if (rallies.some(({ start, end, firstHit, hits: count }) => end < start || firstHit + count > hits.length))
    throw new SegmentError("A rally has hits that are not there, or ends before it begins");
  if (highlights.some(({ rally }) => rally >= rallies.length))
    throw new SegmentError("A highlight is of a rally that is not there");
  return parsed.data;
}

const inOrder = (times: readonly number[]) => times.every((time, at) => at === 0 || time >= (times[at - 1] ?? time));
