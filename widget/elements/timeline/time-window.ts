/** What a timeline shows of a match, seconds. */
export interface TimeWindow {
  readonly start: number;
  /** More than 0. */
  readonly length: number;
}

/** Shortest time that is shown, seconds: some strokes. */
const SHORTEST = 3;

/** What one step of zooming makes of the length. */
export const ZOOM_STEP = 1.6;

/** Where the playhead comes to lie when it has left what is shown, as a share of it: what is to come has more room. */
const ENTRY = 0.15;

export const wholeOf = (duration: number): TimeWindow => ({ start: 0, length: Math.max(duration, SHORTEST) });

/** Whether everything is shown. */
export const isWhole = ({ length }: TimeWindow, duration: number): boolean => length >= wholeOf(duration).length;

/** The window, moved and shortened so that it lies within the match. */
function within({ start, length }: TimeWindow, duration: number): TimeWindow {
  const whole = wholeOf(duration).length;
  const fitting = Math.min(Math.max(length, SHORTEST), whole);
  return { start: Math.min(Math.max(start, 0), whole - fitting), length: fitting };
}

/** The window with its length times `factor`; the moment at `anchor` stays where it is shown. */
export function zoomed(window: TimeWindow, factor: number, anchor: number, duration: number): TimeWindow {
  const { length } = within({ ...window, length: window.length * factor }, duration);
  const share = (anchor - window.start) / window.length;
  return within({ start: anchor - share * length, length }, duration);
}

/** The window, moved by so many seconds. */
export const panned = ({ start, length }: TimeWindow, seconds: number, duration: number): TimeWindow =>
  within({ start: start + seconds, length }, duration);

export const holds = ({ start, length }: TimeWindow, seconds: number): boolean =>
  seconds >= start && seconds <= start + length;

/** The window, moved so that it holds the moment. */
export const revealing = (window: TimeWindow, seconds: number, duration: number): TimeWindow =>
  holds(window, seconds) ? window : within({ ...window, start: seconds - ENTRY * window.length }, duration);

/** How a window lies on a line of pixels. */
export interface Scale {
  readonly window: TimeWindow;
  /** CSS pixels. */
  readonly width: number;
  /** Time runs from right to left, as does the page's writing. */
  readonly rtl: boolean;
}

/** Where a moment lies, CSS pixels from the left edge. */
export function xOf({ window, width, rtl }: Scale, seconds: number): number {
  const x = ((seconds - window.start) / window.length) * width;
  return rtl ? width - x : x;
}

/** The moment at so many CSS pixels from the left edge. */
export function secondsAt({ window, width, rtl }: Scale, x: number): number {
  return window.start + ((rtl ? width - x : x) / Math.max(width, 1)) * window.length;
}

/** Distances between ticks that read well, seconds. */
const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;

/** Moments to be labelled, at least `apart` CSS pixels from each other. */
export function ticks({ window, width }: Scale, apart: number): number[] {
  const least = (apart / Math.max(width, 1)) * window.length;
  const step = TICKS.find((candidate) => candidate >= least) ?? TICKS[TICKS.length - 1] ?? 1;
  const first = Math.ceil(window.start / step);
  const last = Math.floor((window.start + window.length) / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * step);
}
