/** What comes of gestures on a timeline; places are CSS pixels from the upper left corner of the element. */
export interface GestureReceiver {
  /** The pointer is at this place; `first` where it has just been put there. */
  readonly point: (x: number, y: number, first: boolean) => void;
  /** What is shown becomes `factor` times as long; what is at `x` stays there. */
  readonly zoom: (factor: number, x: number) => void;
  /** What is shown moves by so many pixels to the right. */
  readonly drag: (pixels: number) => void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Length of a wheel's line, CSS pixels. */
const LINE = 16;
/** How fast a wheel zooms: a notch of 100 pixels by about a third, a trackpad's small steps smoothly. */
const WHEEL_ZOOM = 0.003;

/** Tells pointing, dragging, pinching and turning the wheel apart. */
export class Gestures {
  readonly #element: HTMLElement;
  readonly #receiver: GestureReceiver;
  readonly #pointers = new Map<number, Point>();
  /** A second finger has come: until all are gone, none of them points. */
  #pinched = false;
  /** A finger that has only touched may be about to scroll the page, or to pinch. */
  #touched: Point | undefined;

  constructor(element: HTMLElement, receiver: GestureReceiver) {
    this.#element = element;
    this.#receiver = receiver;
  }

  /** Listens until the signal aborts. */
  listen(signal: AbortSignal): void {
    const on = <Name extends keyof HTMLElementEventMap>(name: Name, act: (event: HTMLElementEventMap[Name]) => void) =>
      this.#element.addEventListener(name, act, { signal, passive: false });
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", (event) => this.#end(event));
    on("wheel", (event) => this.#wheel(event));
  }

  #place({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.#element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const point = this.#place(event);
    this.#pointers.set(event.pointerId, point);
    this.#element.setPointerCapture(event.pointerId);
    this.#touched = undefined;
    if (this.#pointers.size > 1) this.#pinched = true;
    else if (event.pointerType === "touch") this.#touched = point;
    else this.#receiver.point(point.x, point.y, true);
  }

  #move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const point = this.#place(event);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, point);
    this.#touched = undefined;
    if (other) this.#pinch(before, point, other);
    else if (!this.#pinched) this.#receiver.point(point.x, point.y, false);
  }

  #pinch(before: Point, point: Point, other: Point): void {
    const distance = (one: Point) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
    // First the zoom: what is shown whole could not be moved.
    this.#receiver.zoom(distance(before) / distance(point), (before.x + other.x) / 2);
    this.#receiver.drag((point.x - before.x) / 2);
  }

  #up(event: PointerEvent): void {
    if (this.#touched) this.#receiver.point(this.#touched.x, this.#touched.y, true);
    this.#end(event);
  }

  #end({ pointerId }: PointerEvent): void {
    this.#touched = undefined;
    this.#pointers.delete(pointerId);
    if (this.#pointers.size === 0) this.#pinched = false;
  }

  #wheel(event: WheelEvent): void {
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    const [x, y] = event.shiftKey ? [event.deltaY || event.deltaX, 0] : [event.deltaX, event.deltaY];
    // A trackpad's pinch comes as a wheel with Ctrl.
    if (event.ctrlKey) this.#receiver.zoom(Math.exp(WHEEL_ZOOM * scale * event.deltaY), this.#place(event).x);
    else if (Math.abs(x) > Math.abs(y)) this.#receiver.drag(-scale * x);
    else return;
    event.preventDefault();
  }
}
