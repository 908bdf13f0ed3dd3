import { errors as contractErrors, type ErrorCode } from "../../convex/contract/errors.js";
import type { Stage } from "../../convex/contract/video.js";
import type { ProblemCode } from "../store/problem.js";
import { formatBytes, formatNumber, formatPercent, formatWait } from "./format.js";

const locale = "en";

const contractMessages = Object.fromEntries(
  Object.entries(contractErrors).map(([code, { message }]) => [code, message]),
) as Record<ErrorCode, string>;

const messages: Record<ProblemCode, string> = {
  ...contractMessages,
  not_configured:
    "This page is not set up for match analysis: its deployment address or its site key is missing or wrong. Tell the site's owner.",
  no_video: "This page does not say which match to show. Tell the site's owner.",
  insecure_page: "Videos can only be sent from a secure page. Open this page with https:// and try again.",
  file_changed: "This file can no longer be read: it was moved, changed or its drive was removed. Choose it again.",
  upload_stalled: "The upload does not get through. Check your connection, then try again: what has arrived is kept.",
  player_missing: "The player could not be loaded. Check your connection, then try again.",
};

const stages: Record<Stage, string> = {
  queue: "Waiting for a free place",
  download: "Fetching the video",
  probe: "Checking the video",
  detect: "Finding people and their poses",
  track: "Following the players",
  encode: "Preparing the video for playing",
  publish: "Saving the result",
};

/** Every text that the element shows, in English. Its type is what another language has to supply. */
export const en = {
  errors: messages,
  stages,
  region: "Badminton match analysis",
  uploader: {
    title: "Analyse a match",
    drop: "Drop your video here",
    dropNow: "Let go to send this video",
    choose: "Choose a video",
    limits: (largest: number) =>
      `MP4, MOV, WebM, MKV, AVI or MPEG, up to ${formatNumber(largest / 2 ** 30, locale, 1)} GB`,
    checking: (filename: string) => `Checking ${filename}…`,
    single: "Only the first of these files was taken: one video at a time.",
  },
  upload: {
    title: "Sending your video",
    label: "Upload",
    amount: (sent: number, size: number) => `${formatBytes(sent, locale)} of ${formatBytes(size, locale)}`,
    speed: (bytesPerSecond: number) => `${formatBytes(bytesPerSecond, locale)} a second`,
    retrying: "The connection is shaky. Sending the last piece again…",
    keepOpen: "Keep this page open until the upload is complete.",
    elsewhere: "This video is being sent from another tab.",
    announce: (fraction: number) => `${formatPercent(fraction, locale)} sent`,
  },
  analysis: {
    title: "Analysing your video",
    titleViewer: "This match is being analysed",
    label: "Analysis",
    mayLeave: "You may close this page and come back later: the analysis goes on.",
    attempt: (attempt: number) => `Attempt ${attempt}: the last one broke off and was started again.`,
    stageDone: " (done)",
    announce: (stage: string, fraction: number) => `${stage}, ${formatPercent(fraction, locale)} complete`,
    cancelling: "Cancelling…",
  },
  percent: (fraction: number) => formatPercent(fraction, locale),
  timeLeft: (seconds: number) => `about ${formatWait(seconds, locale)} left`,
  estimating: "estimating the time left…",
  loading: "Loading…",
  loadingPlayer: "Loading the player…",
  matchMissing: "The court and the figures could not be loaded. Check your connection, then try again.",
  highlightsMissing: "The list of highlights could not be loaded. Check your connection, then try again.",
  connection: {
    lost: "Connection lost. Reconnecting…",
    unreachable: "The analysis service does not answer. Still trying…",
  },
  problem: {
    title: "This cannot be shown",
    uploadTitle: "This video was not sent",
    analysisTitle: "The analysis stopped",
    about: (filename: string) => `File: ${filename}`,
    retryIn: (seconds: number) => `Try again in ${formatWait(seconds, locale)}.`,
  },
  stopped: { title: "Analysis cancelled", body: "Nothing more is being done with this video." },
  finished: { announce: "The analysis is complete." },
  actions: {
    label: "Actions for this video",
    cancelUpload: "Cancel upload",
    cancelAnalysis: "Cancel analysis",
    retry: "Try again",
    another: "Analyse another video",
    again: "Analyse again",
    againAsk: "Analyse this video again? It takes as long as the first time. What you added is kept.",
    againYes: "Yes, analyse",
    remove: "Delete video",
    removeAsk: "Delete this video and its analysis for good?",
    removeYes: "Yes, delete",
    removeNo: "Keep",
    dismiss: "Dismiss",
  },
};

/** The texts of one language. */
export type Dictionary = typeof en;
