/** A picture of the video and the time of the frame that it shows. */
export interface Presented {
  /** Presentation time of the frame, seconds. */
  readonly seconds: number;
  /** The frame itself, where the browser can hand it out; to be closed by the receiver. */
  readonly picture?: VideoFrame;
}

const MICROSECONDS = 1e6;

/**
 * The frame that the video holds now, or undefined while it holds none. With WebCodecs, picture and time come from the same object and
 * cannot disagree. Without it the time is `mediaTime`, the browser's word for the frame that it shows.
 */
export function presentedFrame(video: HTMLVideoElement, mediaTime: number | undefined): Presented | undefined {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return undefined;
  if ("VideoFrame" in globalThis) {
    const picture = new VideoFrame(video);
    return { picture, seconds: picture.timestamp / MICROSECONDS };
  }
  return mediaTime === undefined ? undefined : { seconds: mediaTime };
}

/** Tells of every frame that a video presents, for as long as it is attached. */
export class FrameClock {
  readonly #onFrame: (mediaTime: number) => void;
  #video: HTMLVideoElement | undefined;
  #handle = 0;
  #mediaTime: number | undefined;

  constructor(onFrame: (mediaTime: number) => void) {
    this.#onFrame = onFrame;
  }

  /** Presentation time of the last frame that was presented, seconds. */
  get mediaTime(): number | undefined {
    return this.#mediaTime;
  }

  /** Follows `video`, or nothing. */
  attach(video: HTMLVideoElement | undefined): void {
    if (video === this.#video) return;
    this.#video?.cancelVideoFrameCallback(this.#handle);
    this.#video = video;
    this.#mediaTime = undefined;
    this.#request();
  }

  /** The frames seen so far belong to a video that is gone. */
  forget(): void {
    this.#mediaTime = undefined;
  }

  #request(): void {
    if (!this.#video) return;
    this.#handle = this.#video.requestVideoFrameCallback((_now, { mediaTime }) => {
      this.#mediaTime = mediaTime;
      this.#request();
      this.#onFrame(mediaTime);
    });
  }
}
