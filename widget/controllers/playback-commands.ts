import type { Span } from "./playback-state.js";

/** What can be asked of a video by itself. */
export type MediaCommand =
  | { readonly type: "toggle" }
  /** Moves by `seconds`. */
  | { readonly type: "seek-by"; readonly seconds: number }
  /** Moves to `seconds` from the start. */
  | { readonly type: "seek"; readonly seconds: number }
  /** Moves to a share of the length, 0 to 1. */
  | { readonly type: "seek-share"; readonly share: number }
  | { readonly type: "rate"; readonly rate: number }
  | { readonly type: "volume"; readonly volume: number }
  | { readonly type: "volume-by"; readonly amount: number }
  | { readonly type: "mute" };

/** What can be asked where the rallies and hits of a match are known. */
export type GuideCommand =
  /** Moves to the next rally, or back: to the beginning of the present one, from soon after it to the one before. */
  | { readonly type: "rally"; readonly direction: 1 | -1 }
  /** Pauses and moves to the next hit, or the one before. */
  | { readonly type: "hit"; readonly direction: 1 | -1 }
  /** Plays a span and pauses at its end. */
  | { readonly type: "play-span"; readonly span: Span }
  /** Moves to the beginning of a span; playing will pause at its end. */
  | { readonly type: "cue-span"; readonly span: Span }
  /** Plays these spans only, in order of time, and leaves out what is between; everything again where undefined. */
  | { readonly type: "only"; readonly spans: readonly Span[] | undefined }
  /** Plays the rallies only, or everything again. */
  | { readonly type: "rallies-only" }
  /** Plays a span over and over; without it, the present rally, or no longer. */
  | { readonly type: "loop"; readonly span?: Span }
  /** Plays slowly around hits, or no longer. */
  | { readonly type: "slow-hits" };

const GUIDE_COMMANDS: readonly string[] = [
  "rally",
  "hit",
  "play-span",
  "cue-span",
  "only",
  "rallies-only",
  "loop",
  "slow-hits",
] satisfies GuideCommand["type"][];

export const isGuideCommand = (command: PlaybackCommand): command is GuideCommand =>
  GUIDE_COMMANDS.includes(command.type);

/** What can be asked of the player. */
export type PlaybackCommand =
  | MediaCommand
  | GuideCommand
  /** Pauses and moves by `frames` pictures. */
  | { readonly type: "step"; readonly frames: number }
  | { readonly type: "fullscreen" };

/** Speeds on offer, multiples of normal speed. */
export const RATES = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2] as const;

/** The part of a video element that commands act on. */
export type ControlledMedia = Pick<
  HTMLVideoElement,
  "paused" | "ended" | "currentTime" | "duration" | "playbackRate" | "volume" | "muted" | "play" | "pause"
>;

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** Does what needs nothing but the media element; the other commands are the player's. */
export async function perform(media: ControlledMedia, command: MediaCommand): Promise<void> {
  const duration = Number.isFinite(media.duration) ? media.duration : 0;
  switch (command.type) {
    case "toggle":
      if (!media.paused) media.pause();
      else await startPlaying(media);
      break;
    case "seek-by":
      media.currentTime = clamp(media.currentTime + command.seconds, 0, duration);
      break;
    case "seek":
      media.currentTime = clamp(command.seconds, 0, duration);
      break;
    case "seek-share":
      media.currentTime = clamp(command.share, 0, 1) * duration;
      break;
    case "rate":
      media.playbackRate = command.rate;
      break;
    case "volume":
      media.volume = clamp(command.volume, 0, 1);
      media.muted = media.volume === 0;
      break;
    case "volume-by":
      media.volume = clamp((media.muted ? 0 : media.volume) + command.amount, 0, 1);
      media.muted = media.volume === 0;
      break;
    case "mute":
      media.muted = !media.muted;
      break;
  }
}

export async function startPlaying(media: ControlledMedia): Promise<void> {
  try {
    await media.play();
  } catch (error) {
    // A pause or another video before playing began; anything else shows as the media's own error.
    if (!(error instanceof DOMException)) throw error;
  }
}
