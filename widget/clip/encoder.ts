/** H.264, high profile, level 4.2: 1080p at 60 frames a second. */
const CODEC = "avc1.64002a";

/** Whether this browser can make new H.264 pictures of this size: only then can a clip begin between key frames, or have drawings in it. */
export async function canEncode(width: number, height: number): Promise<boolean> {
  if (!("VideoEncoder" in globalThis)) return false;
  try {
    const { supported } = await VideoEncoder.isConfigSupported({ codec: CODEC, width, height, bitrate: 6e6 });
    return supported ?? false;
  } catch {
    return false;
  }
}
