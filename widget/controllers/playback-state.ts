/** A span of media time, seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** All that the controls show of a playing video. */
export interface PlaybackState {
  readonly paused: boolean;
  readonly ended: boolean;
  /** Seconds. */
  readonly currentTime: number;
  /** Seconds; 0 until it is known. */
  readonly duration: number;
  readonly buffered: readonly Span[];
  /** Multiple of normal speed. */
  readonly rate: number;
  /** 0 to 1. */
  readonly volume: number;
  readonly muted: boolean;
  /** Wants to play or seek, and lacks data. */
  readonly waiting: boolean;
  /** Played or sought since the video was loaded: the poster has gone. */
  readonly started: boolean;
  /** The video cannot be played. */
  readonly failed: boolean;
}

/** The part of a video element that state is read from. */
export type Media = Pick<
  HTMLVideoElement,
  | "paused"
  | "ended"
  | "currentTime"
  | "duration"
  | "buffered"
  | "playbackRate"
  | "volume"
  | "muted"
  | "seeking"
  | "readyState"
  | "error"
>;

interface Field<Value> {
  readonly get: (media: Media, was: PlaybackState, event: string) => Value;
  /** Media events after which it may have another value. */
  readonly events: readonly string[];
}

const HAVE_FUTURE_DATA = 3;

const LOADING = ["emptied", "loadedmetadata", "durationchange"] as const;
const PLAYING = ["play", "playing", "pause", "ended", "emptied"] as const;

/** How each value is read, and which events make it worth reading again. */
const fields: { readonly [Name in keyof PlaybackState]: Field<PlaybackState[Name]> } = {
  paused: { get: (media) => media.paused, events: PLAYING },
  ended: { get: (media) => media.ended, events: [...PLAYING, "seeking"] },
  currentTime: { get: (media) => media.currentTime, events: ["timeupdate", "seeking", "seeked", ...LOADING] },
  duration: { get: (media) => (Number.isFinite(media.duration) ? media.duration : 0), events: LOADING },
  buffered: { get: ({ buffered }) => spans(buffered), events: ["progress", "timeupdate", "suspend", ...LOADING] },
  rate: { get: (media) => media.playbackRate, events: ["ratechange", "emptied"] },
  volume: { get: (media) => media.volume, events: ["volumechange"] },
  muted: { get: (media) => media.muted, events: ["volumechange"] },
  waiting: {
    get: (media) =>
      (media.seeking || !media.paused) && media.readyState < HAVE_FUTURE_DATA && !media.ended && !media.error,
    events: ["waiting", "stalled", "canplay", "seeking", "seeked", "error", ...PLAYING],
  },
  started: {
    get: (_media, was, event) => event !== "emptied" && (was.started || event === "play" || event === "seeking"),
    events: ["play", "seeking", "emptied"],
  },
  failed: { get: (media) => media.error !== null, events: ["error", ...LOADING] },
};

const names = Object.keys(fields) as (keyof PlaybackState)[];

/** Every media event that can change the state. */
export const MEDIA_EVENTS: readonly string[] = [...new Set(names.flatMap((name) => fields[name].events))];

export const INITIAL_STATE: PlaybackState = {
  paused: true,
  ended: false,
  currentTime: 0,
  duration: 0,
  buffered: [],
  rate: 1,
  volume: 1,
  muted: false,
  waiting: false,
  started: false,
  failed: false,
};

/** The state after `event`; the same object where nothing changed. */
export function nextState(state: PlaybackState, media: Media, event: string): PlaybackState {
  const changed = names
    .filter((name) => fields[name].events.includes(event))
    .map((name) => [name, fields[name].get(media, state, event)] as const)
    .filter(([name, value]) => value !== state[name]);
  return changed.length === 0 ? state : { ...state, ...Object.fromEntries(changed) };
}

function spans(ranges: TimeRanges): Span[] {
  return Array.from({ length: ranges.length }, (_, index) => ({ start: ranges.start(index), end: ranges.end(index) }));
}
