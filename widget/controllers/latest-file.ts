import { Task, TaskStatus } from "@lit/task";
import type { ReactiveControllerHost } from "lit";
import { loadFile } from "../client/load-file.js";

/** Keeps the content of a file whose address its host knows; the last one stays while a newer one is on its way. */
export class LatestFile<Data> {
  readonly #task: Task<readonly [string | undefined], Data | undefined>;
  #latest: Data | undefined;

  /**
   * @param url - Where the file is at the moment; undefined when there is none.
   * @param read - Makes of its bytes what they stand for, or throws.
   */
  constructor(
    host: ReactiveControllerHost,
    url: () => string | undefined,
    read: (file: Uint8Array<ArrayBuffer>) => Promise<Data>,
  ) {
    this.#task = new Task(host, {
      task: ([address], { signal }): Promise<Data> | undefined =>
        address === undefined ? undefined : loadFile(address, read, signal),
      args: () => [url()] as const,
      onComplete: (data) => (this.#latest = data),
    });
  }

  /** The content; undefined before the first has come, and when there is no file. */
  get latest(): Data | undefined {
    return this.#latest;
  }

  /** Whether the newest could not be had. */
  get failed(): boolean {
    return this.#task.status === TaskStatus.ERROR;
  }

  /** Tries again. */
  retry(): void {
    void this.#task.run();
  }
}
