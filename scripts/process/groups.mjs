/** How long a process group may take over its own clean-up before it is killed, in milliseconds. */
export const graceMs = 8000;

const pollMs = 50;

/**
 * Sends a signal to a whole process group.
 *
 * @param {number} id
 * @param {NodeJS.Signals | 0} signal 0 only asks whether the group is there
 * @returns {boolean} false when no process is left in it
 */
export function signalGroup(id, signal) {
  try {
    process.kill(-id, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends process groups: asks first, and kills what is left after the grace time.
 *
 * @param {readonly number[]} ids
 * @param {(ms: number) => Promise<unknown>} wait
 */
export async function endGroups(ids, wait) {
  let left = ids.filter((id) => signalGroup(id, "SIGTERM"));
  for (let waited = 0; left.length > 0 && waited < graceMs; waited += pollMs) {
    await wait(pollMs);
    left = left.filter((id) => signalGroup(id, 0));
  }
  for (const id of left) signalGroup(id, "SIGKILL");
}
