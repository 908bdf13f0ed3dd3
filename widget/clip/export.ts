import {
  BufferTarget,
  Conversion,
  EncodedPacketSink,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  Quality,
  UnsupportedInputFormatError,
  UrlSource,
  type ConversionVideoOptions,
  type InputVideoTrack,
} from "mediabunny";
import type { VideoView } from "../../convex/contract/video.js";
import type { Span } from "../controllers/playback-state.js";
import { DrawnFrames, type ClipDrawing } from "./drawn-frames.js";
import { ClipError } from "./problem.js";

/** What is kept of the video while it is read, bytes. */
const CACHE = 16 * 2 ** 20;
/** Tries of a request that fails before the export does. */
const TRIES = 4;
/** A key frame at least this often, seconds, so that players can seek in the clip. */
const KEY_FRAME_SECONDS = 1;

export interface ClipRequest {
  /** The analysed video. */
  readonly video: VideoView;
  readonly span: Span;
  /** What to draw into the pictures; only where `canEncode` says so. */
  readonly drawing?: ClipDrawing;
  readonly signal: AbortSignal;
  /** Told how much is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

export interface Clip {
  readonly file: Blob;
  /** By how many seconds it begins early in a player that pays no heed to edit lists; 0 when it is exact everywhere. */
  readonly early: number;
  /** The video has sound, but the clip cannot have it. */
  readonly mute: boolean;
}

/**
 * Cuts a stretch out of a video, in this browser. What is not drawn into is copied as it is, without a loss: such a clip holds the pictures
 * from the key frame before its start, at most a second, and an edit list that tells players where to begin. Every browser
 * heeds it. Pictures that are drawn into are made anew, from the exact start.
 *
 * @throws ClipError, or the signal's reason
 */
export async function exportClip(request: ClipRequest): Promise<Clip> {
  const { video, drawing, signal } = request;
  signal.throwIfAborted();
  const frames = drawing && new DrawnFrames(video, drawing);
  const input = new Input({ formats: [MP4], source: sourceOf(video.renditionUrl ?? "") });
  const stop = () => input.dispose();
  signal.addEventListener("abort", stop);
  try {
    return await convert(request, input, frames);
  } catch (cause) {
    signal.throwIfAborted();
    throw cause instanceof ClipError ? cause : new ClipError(problemOf(cause), { cause });
  } finally {
    signal.removeEventListener("abort", stop);
    frames?.dispose();
    input.dispose();
  }
}

function sourceOf(url: string): UrlSource {
  return new UrlSource(url, {
    maxCacheSize: CACHE,
    getRetryDelay: (tries) => (tries < TRIES ? 2 ** (tries - 1) : null),
    // Reads ahead that fail are of no interest: those that are waited for tell it.
    handleUnhandledError: () => undefined,
  });
}

/** A failed fetch is a TypeError in every browser; an answer that is none is an error of the library's that says so. */
function problemOf(cause: unknown): ClipError["problem"] {
  if (cause instanceof UnsupportedInputFormatError) return "unreadable";
  if (cause instanceof TypeError) return "unreachable";
  return cause instanceof Error && cause.message.startsWith("Error fetching") ? "unreachable" : "failed";
}

async function convert(
  { span, signal, onProgress }: ClipRequest,
  input: Input,
  frames: DrawnFrames | undefined,
): Promise<Clip> {
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new ClipError("unreadable");
  const { start, end, early } = await onFrames(track, span);
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  const conversion = await Conversion.init({
    input,
    output,
    trim: { start, end },
    ...(frames ? { video: pictures(frames, start) } : {}),
    tags: {},
    showWarnings: false,
  });
  if (!conversion.isValid || !conversion.utilizedTracks.includes(track)) throw new ClipError("unreadable");
  conversion.onProgress = onProgress;
  const cancel = () => void conversion.cancel();
  signal.addEventListener("abort", cancel);
  try {
    signal.throwIfAborted();
    await conversion.execute();
  } finally {
    signal.removeEventListener("abort", cancel);
  }
  if (!target.buffer) throw new ClipError("failed");
  return {
    file: new Blob([target.buffer], { type: "video/mp4" }),
    early: frames ? 0 : early,
    mute: conversion.discardedTracks.length > 0,
  };
}

/** The span moved to whole frames, and how long the key frame before it lies back, seconds. */
async function onFrames(track: InputVideoTrack, span: Span): Promise<Span & { readonly early: number }> {
  const sink = new EncodedPacketSink(track);
  const metadataOnly = { metadataOnly: true };
  const first = (await sink.getPacket(span.start, metadataOnly)) ?? (await sink.getFirstPacket(metadataOnly));
  const last = await sink.getPacket(span.end, metadataOnly);
  const key = first && (await sink.getKeyPacket(first.timestamp, metadataOnly));
  if (!first || !last || !key) throw new ClipError("unreadable");
  return {
    start: first.timestamp,
    end: last.timestamp + last.duration,
    early: first.timestamp - key.timestamp,
  };
}

/** @param start - The clip's start in the video: times inside of a conversion are the clip's. */
function pictures(frames: DrawnFrames, start: number): ConversionVideoOptions {
  return {
    codec: "avc",
    quality: new Quality("high"),
    keyFrameInterval: KEY_FRAME_SECONDS,
    forceTranscode: true,
    process: (sample) => frames.draw(sample, start + sample.timestamp),
  };
}
