import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasEnded, type JobEvent, jobEvents, type JobState, jobStates, nextState } from "./stateMachine.js";

/** Every event in every state: the new state, or `-` where nothing changes. */
const table = `
               dispatch     accept   refuse  heartbeat  results    failure  expire  cancel
  queued       dispatching  -        -       -          -          failed   lost    cancelled
  dispatching  -            running  lost    running    succeeded  failed   lost    cancelled
  running      -            running  -       running    succeeded  failed   lost    cancelled
  succeeded    -            -        -       -          succeeded  -        -       -
  failed       -            -        -       -          -          failed   -       -
  cancelled    -            -        -       -          -          -        -       -
  lost         -            -        -       -          -          -        -       -
`;

const [header = [], ...rows] = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));

describe.each(rows.map(([state, ...after]) => ({ state: state as JobState, after })))("in state $state", (row) => {
  test.each(header.map((event, index) => ({ event: event as JobEvent, after: row.after[index] })))(
    "$event leads to $after",
    ({ event, after }) => {
      expect(nextState(row.state, event) ?? "-").toBe(after);
    },
  );
});

test("the table names every state and every event", () => {
  expect(rows.map(([state]) => state)).toEqual([...jobStates]);
  expect([...header].sort()).toEqual([...jobEvents].sort());
});

const events = fc.array(fc.constantFrom(...jobEvents), { maxLength: 30 });

/** The state after each of the events. */
function run(history: JobEvent[]): JobState[] {
  let state: JobState = "queued";
  return history.map((event) => (state = nextState(state, event) ?? state));
}

test("whatever happens, an attempt that has ended stays as it ended", () => {
  fc.assert(
    fc.property(events, (history) => {
      const states = run(history);
      const end = states.find(hasEnded);
      if (end !== undefined) expect(states.at(-1)).toBe(end);
    }),
  );
});

test("whatever happens, a worker's report cannot bring an attempt back to where it was before", () => {
  const order: JobState[] = ["queued", "dispatching", "running"];
  const place = (state: JobState) => (hasEnded(state) ? order.length : order.indexOf(state));
  fc.assert(
    fc.property(events, (history) => {
      const places = run(history).map(place);
      expect(places).toEqual([...places].sort((left, right) => left - right));
    }),
  );
});

test("every attempt that goes on can be cancelled and can expire", () => {
  for (const state of jobStates.filter((each) => !hasEnded(each))) {
    expect(nextState(state, "cancel")).toBe("cancelled");
    expect(nextState(state, "expire")).toBe("lost");
  }
});
