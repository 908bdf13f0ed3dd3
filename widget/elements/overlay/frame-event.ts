/** Another frame is shown. It stays at the overlay: up to 60 of them come in a second. */
export class FrameEvent extends Event {
  /** Presentation time of the frame, seconds. */
  readonly seconds: number;

  constructor(seconds: number) {
    super("frame");
    this.seconds = seconds;
  }
}
