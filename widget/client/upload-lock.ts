/**
 * Tells the tabs of one device apart while a video goes up: whoever sends it holds its lock, and the lock is free again
 * when that tab closes, reloads or crashes.
 */
export interface UploadLock {
  /** Runs `work` while holding the lock of the video; waits for it first. Rejects when the signal aborts. */
  hold<T>(videoId: string, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** By the Web Locks API; where that is missing (insecure pages, which cannot upload either), without any lock. */
export const browserUploadLock: UploadLock = {
  hold: async (videoId, work, signal) => {
    const { locks } = navigator as { locks?: LockManager };
    return locks ? locks.request(`ba-upload:${videoId}`, { signal }, work) : work();
  },
};
