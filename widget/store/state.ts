import type { PlayerName, SavedCalibration } from "../../convex/contract/edits.js";
import type { Stage, VideoView } from "../../convex/contract/video.js";
import { problem, problemFromVideo, type Problem } from "./problem.js";

/** How the deployment is reached: `unreachable` never answered yet, `lost` did and stopped. */
export type Connection = "connecting" | "connected" | "lost" | "unreachable";

/** What one element shows. Exactly one view at a time. */
export type View =
  | { readonly name: "loading" }
  | { readonly name: "empty"; readonly problem?: Problem; readonly filename?: string }
  | { readonly name: "checking"; readonly filename: string }
  | UploadingView
  | AnalysingView
  | { readonly name: "done"; readonly video: VideoView }
  | { readonly name: "stopped"; readonly filename: string; readonly owner: boolean }
  | FailedView;

export interface UploadingView {
  readonly name: "uploading";
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes that have left this device; never falls. */
  readonly sent: number;
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
  /** A part failed and is sent once more. */
  readonly retrying: boolean;
  /** Another tab of this device sends it. */
  readonly elsewhere: boolean;
}

export interface AnalysingView {
  readonly name: "analysing";
  readonly filename: string;
  readonly stage: Stage;
  /** Of the whole analysis, 0 to 1. */
  readonly progress: number;
  readonly etaSeconds?: number;
  readonly attempt: number;
  readonly owner: boolean;
}

export interface FailedView {
  readonly name: "failed";
  readonly problem: Problem;
  readonly filename?: string;
  /** What failed decides what can be done about it. */
  readonly during: "upload" | "analysis" | "showing";
  readonly owner: boolean;
}

export interface State {
  readonly view: View;
  readonly connection: Connection;
  /** The video that is shown or sent, once it has an id. */
  readonly videoId?: string;
  /** The host page says which video to show: there is no sending another one. */
  readonly fixed: boolean;
  /** An action of the visitor is under way at the deployment. */
  readonly busy: boolean;
  /** The last action that was refused, while the view stayed as it was. */
  readonly notice?: Problem;
  /** Calibrations that the site keeps, once they were asked for. */
  readonly calibrations?: readonly SavedCalibration[];
}

export type Change =
  | { readonly type: "load"; readonly videoId: string }
  | { readonly type: "reset"; readonly problem?: Problem; readonly filename?: string }
  | { readonly type: "file-chosen"; readonly filename: string; readonly size: number }
  | { readonly type: "upload-started"; readonly filename: string; readonly size: number; readonly sent: number }
  | { readonly type: "video-created"; readonly videoId: string }
  | {
      readonly type: "upload-progress";
      readonly sent: number;
      readonly retrying: boolean;
      readonly bytesPerSecond?: number;
      readonly secondsLeft?: number;
    }
  | { readonly type: "upload-complete" }
  | { readonly type: "video"; readonly video: VideoView }
  | {
      readonly type: "failed";
      readonly problem: Problem;
      readonly during: FailedView["during"];
      readonly owner: boolean;
    }
  | { readonly type: "action-started" }
  | { readonly type: "action-ended"; readonly problem?: Problem }
  | { readonly type: "names"; readonly names: readonly PlayerName[] }
  | { readonly type: "calibrations"; readonly calibrations: readonly SavedCalibration[] }
  | { readonly type: "notice"; readonly problem: Problem }
  | { readonly type: "notice-dismissed" }
  | { readonly type: "connection"; readonly connection: Connection };

export const initialState: State = { view: { name: "empty" }, connection: "connecting", fixed: false, busy: false };

/** The only place where state comes from. */
export function reduce(state: State, change: Change): State {
  switch (change.type) {
    case "load":
      return { ...state, view: { name: "loading" }, videoId: change.videoId, busy: false, notice: undefined };
    case "reset":
      return {
        connection: state.connection,
        fixed: state.fixed,
        busy: false,
        view: { name: "empty", problem: change.problem, filename: change.filename },
      };
    case "file-chosen":
      return { ...state, view: { name: "checking", filename: change.filename }, notice: undefined };
    case "upload-started": {
      const { filename, size, sent } = change;
      return {
        ...state,
        notice: undefined,
        view: { name: "uploading", filename, size, sent, retrying: false, elsewhere: false },
      };
    }
    case "video-created":
      return { ...state, videoId: change.videoId };
    case "upload-progress":
      return { ...state, view: withProgress(state.view, change) };
    case "upload-complete":
      return { ...state, view: waitingForAnalysis(state.view) };
    case "video":
      return { ...state, view: viewOf(change.video), videoId: change.video.videoId };
    case "failed": {
      const { problem: cause, during, owner } = change;
      return {
        ...state,
        busy: false,
        view: { name: "failed", problem: cause, during, owner, filename: filenameOf(state.view) },
      };
    }
    case "action-started":
      return { ...state, busy: true, notice: undefined };
    case "action-ended":
      return { ...state, busy: false, notice: change.problem };
    case "names":
      return { ...state, view: withNames(state.view, change.names) };
    case "calibrations":
      return { ...state, calibrations: change.calibrations };
    case "notice":
      return { ...state, notice: change.problem };
    case "notice-dismissed":
      return { ...state, notice: undefined };
    case "connection":
      return { ...state, connection: change.connection };
  }
}

function withProgress(view: View, change: Extract<Change, { type: "upload-progress" }>): View {
  if (view.name !== "uploading") {
    return view;
  }
  const { sent, retrying, bytesPerSecond, secondsLeft } = change;
  return { ...view, sent: Math.max(view.sent, sent), retrying, bytesPerSecond, secondsLeft };
}

/** Typed names are shown at once; the deployment's word follows. */
function withNames(view: View, names: readonly PlayerName[]): View {
  return view.name === "done" ? { ...view, video: { ...view.video, names: [...names] } } : view;
}

function waitingForAnalysis(view: View): View {
  return { name: "analysing", filename: filenameOf(view) ?? "", stage: "queue", progress: 0, attempt: 1, owner: true };
}

/** The file name that a view shows, if it shows one. */
export function filenameOf(view: View): string | undefined {
  if (view.name === "done") {
    return view.video.filename;
  }
  return "filename" in view ? view.filename : undefined;
}

/** The view of a record as the deployment tells it. */
export function viewOf(video: VideoView): View {
  const { filename } = video;
  const owner = video.access === "owner";
  switch (video.status) {
    case "uploading":
      return {
        name: "uploading",
        filename,
        size: video.size,
        sent: video.uploadedBytes,
        retrying: false,
        elsewhere: true,
      };
    case "uploaded":
    case "processing": {
      const { stage = "queue", progress, etaSeconds, attempt } = video;
      return { name: "analysing", filename, stage, progress, etaSeconds, attempt, owner };
    }
    case "completed":
      return { name: "done", video };
    case "failed": {
      const cause = video.error ? problemFromVideo(video.error) : problem("internal_error");
      return { name: "failed", problem: cause, filename, during: "analysis", owner };
    }
    case "cancelled":
      return { name: "stopped", filename, owner };
  }
}
