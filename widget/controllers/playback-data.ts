import type { SegmentLink } from "../../convex/contract/video.js";
import { SegmentLoader } from "../client/segments-loader.js";
import { FLOOR_TRAIL_SECONDS } from "../court/places.js";
import { TRAIL_SECONDS } from "../overlay/trails.js";

const LOOK_BEHIND = Math.max(TRAIL_SECONDS, FLOOR_TRAIL_SECONDS);

/** A player's frame data: the loader of the present video, and its renewal. */
export class PlaybackData {
  loader: SegmentLoader | undefined;
  readonly #onChange: () => void;
  /** What the loader was made for. */
  #urls: string | undefined;

  /** @param onChange - Called when frame data has arrived, or has finally failed. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Makes a loader, unless there is one for these segments: another video has others, and so has a new look at the same. */
  renew(links: readonly SegmentLink[]): boolean {
    const urls = links.map(({ url }) => url).join(" ");
    if (urls === this.#urls) return false;
    this.end();
    this.#urls = urls;
    this.loader = new SegmentLoader(links, { lookBehind: LOOK_BEHIND, onChange: this.#onChange });
    return true;
  }

  /** Moves to what is needed at `seconds`. Says whether it waits, or has failed, where it had not before. */
  focus(seconds: number): boolean {
    const { loader } = this;
    if (!loader) return false;
    const [loading, failed] = [loader.loading, loader.failed];
    loader.focus(seconds);
    return loading !== loader.loading || failed !== loader.failed;
  }

  end(): void {
    this.loader?.dispose();
    this.loader = undefined;
    this.#urls = undefined;
  }
}
