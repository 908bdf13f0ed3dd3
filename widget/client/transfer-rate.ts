interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/** Time over which the speed is averaged: long enough to be calm, short enough to follow a change. */
const WINDOW_MS = 10_000;

/** Less than this says nothing about a connection yet. */
const SETTLING_MS = 1_500;

/** How fast bytes leave, from how many had left when. Times come from the caller, so it has no clock. */
export class TransferRate {
  #samples: Sample[] = [];

  /** Notes that `bytes` in all had been sent at `atMs`. A fall (a part sent again) starts the window anew. */
  add(bytes: number, atMs: number): void {
    const last = this.#samples.at(-1);
    if (last && bytes < last.bytes) {
      this.#samples = [];
    }
    this.#samples.push({ atMs, bytes });
    const oldest = atMs - WINDOW_MS;
    while (this.#samples.length > 2 && (this.#samples[1]?.atMs ?? atMs) <= oldest) {
      this.#samples.shift();
    }
  }

  /** Bytes a second, or nothing while it cannot be told. */
  get bytesPerSecond(): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < SETTLING_MS || last.bytes <= first.bytes) {
      return undefined;
    }
    return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs);
  }
}
