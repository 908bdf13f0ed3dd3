import type { Results } from "../../convex/contract/results.js";
import type { VideoView } from "../../convex/contract/video.js";

/** A record as its owner sees it: five megabytes that were just sent. */
export function videoView(changes: Partial<VideoView> = {}): VideoView {
  return {
    videoId: "video-1",
    access: "owner",
    filename: "club final.mp4",
    size: 5_000_000,
    uploadedBytes: 5_000_000,
    status: "uploaded",
    progress: 0,
    attempt: 0,
    createdAt: Date.UTC(2026, 0, 1),
    ...changes,
  };
}

/** A short clip with two players. */
export const results: Results = {
  duration: 12,
  fps: 25,
  totalFrames: 300,
  processedFrames: 298,
  videoWidth: 1280,
  videoHeight: 720,
  timeBase: [1, 12800],
  hasAudio: true,
  players: [
    { id: 1, framesSeen: 297, presence: 0.99, firstSeen: 0, lastSeen: 11.96, confidence: 0.91 },
    { id: 2, framesSeen: 285, presence: 0.95, firstSeen: 0.2, lastSeen: 11.96, confidence: 0.8 },
  ],
  segments: [{ index: 0, start: 0, end: 12, firstFrame: 0, frames: 300, bytes: 52_000 }],
  notes: [],
  poseModel: "yolo11n-pose",
};

/** The first bytes of a file of each container that is taken. */
export const heads = {
  mp4: [0, 0, 0, 0x20, ...ascii("ftypisom")],
  mov: [0, 0, 0, 0x14, ...ascii("ftypqt  ")],
  webm: [0x1a, 0x45, 0xdf, 0xa3],
  mkv: [0x1a, 0x45, 0xdf, 0xa3],
  avi: [...ascii("RIFF"), 0, 0, 0, 0, ...ascii("AVI ")],
  mpg: [0, 0, 1, 0xba],
  mpeg: [0, 0, 1, 0xb3],
} as const;

/** A file of `size` bytes that begins like the named container. */
export function videoFile(size = 3000, name = "club final.mp4", head: readonly number[] = heads.mp4): File {
  const bytes = new Uint8Array(size).fill(7);
  bytes.set(head.slice(0, size));
  return new File([bytes], name, { type: "" });
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
