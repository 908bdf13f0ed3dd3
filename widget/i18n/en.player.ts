import { formatNumber } from "./format.js";
import { formatClock, formatTimeInWords } from "./time.js";

const locale = "en";

/** The texts of the player and of the facts below it, in English; they are loaded with it. */
export const playerEn = {
  player: {
    region: "Match player",
    play: "Play",
    pause: "Pause",
    replay: "Play again",
    frameBack: "One frame back",
    frameForward: "One frame forward",
    mute: "Mute",
    unmute: "Unmute",
    volume: "Volume",
    seek: "Position in the match",
    position: (seconds: number, duration: number) =>
      `${formatTimeInWords(seconds, locale)} of ${formatTimeInWords(duration, locale)}`,
    clock: (seconds: number) => formatClock(seconds),
    rate: "Speed",
    rateValue: (rate: number) => `${formatNumber(rate, locale, 2)}×`,
    fullscreen: "Full screen",
    exitFullscreen: "Leave full screen",
    layers: "Overlays",
    layersLegend: "Show on the picture",
    layer: {
      skeletons: "Skeletons",
      shuttle: "Shuttle",
      boxes: "Boxes",
      labels: "Names",
      trails: "Foot trails",
      court: "Court lines",
    },
    name: (id: number) => `Player ${id}`,
    buffering: "Loading the video…",
    overlayLoading: "Loading overlays…",
    overlayFailed: "The overlays for this part could not be loaded.",
    videoFailed: "The video could not be played.",
    retry: "Try again",
  },
  rallies: {
    group: "Rallies",
    number: (number: number, count: number) =>
      `Rally ${formatNumber(number, locale)} of ${formatNumber(count, locale)}`,
    count: (count: number) => (count === 1 ? "1 rally" : `${formatNumber(count, locale)} rallies`),
    previous: "Previous rally",
    next: "Next rally",
    previousHit: "Previous hit",
    nextHit: "Next hit",
    only: "Play rallies only",
    loop: "Repeat this rally",
    slow: "Slow motion at hits",
    withKey: (label: string, key: string) => `${label} (${key})`,
  },
  summary: {
    nobody:
      "Nobody was found in this video. Check that the players can be seen in full, then analyse another recording.",
    facts: "About this video",
    duration: "Length",
    size: "Picture size",
    sizeValue: (width: number, height: number) =>
      `${formatNumber(width, locale)} × ${formatNumber(height, locale)} pixels`,
    fps: "Frame rate",
    fpsValue: (fps: number) => `${formatNumber(fps, locale, 2)} frames per second`,
    frames: "Frames",
    repeated: "Repeated frames",
    number: (value: number) => formatNumber(value, locale),
    time: (seconds: number) => formatTimeInWords(seconds, locale),
    notes: {
      variable_frame_rate: "The camera changed its frame rate while recording; the overlays follow it.",
      repeated_frames: "Some frames repeat the one before. They were noticed, and count as no movement.",
      rotated: "The recording was stored on its side and has been turned upright.",
      no_court: "No badminton court was found in the picture, so nothing can be told in metres.",
      court_unsure: "The court was not found surely enough to measure on: it waits for somebody to mark it.",
      partial_court:
        "Corners of the court are outside the picture; their places are worked out from the lines in view.",
      several_courts: "More than one court is in view. The most prominent one is analysed.",
      one_player: "One person was found on the court.",
      crowded_court: "More people are on the court than can play a match. The likeliest players are shown.",
      camera_moved: "The camera was moved during the recording. The court was found again after it.",
      cutaways: "Parts of the recording show something else than play, such as replays. They are left out.",
      calibration_unused:
        "The court was marked for a camera view that this analysis does not have any more: it is not used.",
      no_shuttle: "No shuttle was seen in flight, so there are no strokes and rallies.",
      several_shuttles: "More than one shuttle flew at a time. Strokes and rallies may be missing.",
      no_rallies: "The shuttle was followed, but no rally was made out.",
      correction_unused:
        "A correction is for a stroke or a rally that this analysis does not have any more: it is not used.",
    },
  },
};

/** The texts of one language. */
export type PlayerDictionary = typeof playerEn;
