import type {
  Calibration,
  HitEdit,
  PlayerName,
  RallyEdit,
  SavedCalibration,
  Swap,
} from "../../convex/contract/edits.js";
import type { CreatedVideo, VideoView } from "../../convex/contract/video.js";
import type { Connection } from "../store/state.js";

/** Names a video and says by what right it is asked for. */
export interface VideoQuery {
  readonly videoId: string;
  readonly ownerToken?: string;
  readonly shareToken?: string;
}

/** A video that this device owns. */
export interface OwnedVideo {
  readonly videoId: string;
  readonly ownerToken: string;
}

export interface NewVideo {
  readonly siteKey: string;
  readonly ownerToken: string;
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
}

export interface ArrivedPart extends OwnedVideo {
  readonly index: number;
  readonly storageId: string;
  readonly sha256: string;
}

/** What is said of a hit or a rally, in place of what was said of it before, and of `instead`. */
export interface CorrectionOf<Edit> extends OwnedVideo {
  readonly edit: Edit;
  readonly instead?: Edit;
}

/** Names a site, and whoever asks. */
export interface SiteOwner {
  readonly siteKey: string;
  readonly ownerToken: string;
}

/** What is kept of a calibration for the next video of the same camera. */
export type NewSavedCalibration = SiteOwner & Pick<SavedCalibration, "name" | "size" | "points">;

/**
 * What the element asks of a deployment. Every promise rejects with something that `problemFrom` understands;
 * while the connection is lost, calls wait for it to come back.
 */
export interface AnalysisService {
  createVideo(video: NewVideo): Promise<CreatedVideo>;
  generateUploadUrl(part: OwnedVideo & { readonly index: number }): Promise<string>;
  addPart(part: ArrivedPart): Promise<void>;
  /** Has a video analysed; one that is completed only with `again`. */
  processVideo(video: OwnedVideo & { readonly again?: boolean }): Promise<void>;
  cancelVideo(video: OwnedVideo): Promise<void>;
  deleteVideo(video: OwnedVideo): Promise<void>;
  setNames(video: OwnedVideo & { readonly names: readonly PlayerName[] }): Promise<void>;
  calibrate(video: OwnedVideo & { readonly calibration: Calibration }): Promise<void>;
  clearCalibration(video: OwnedVideo & { readonly view: number }): Promise<void>;
  swapPlayers(video: OwnedVideo & { readonly swap: Swap }): Promise<void>;
  undoSwap(video: OwnedVideo & { readonly swap: Swap }): Promise<void>;
  correctHit(correction: CorrectionOf<HitEdit>): Promise<void>;
  undoHit(video: OwnedVideo & { readonly edit: HitEdit }): Promise<void>;
  correctRally(correction: CorrectionOf<RallyEdit>): Promise<void>;
  undoRally(video: OwnedVideo & { readonly edit: RallyEdit }): Promise<void>;
  /** Calibrations that the site keeps: the asking person's own, and those meant for everybody. */
  listCalibrations(site: SiteOwner): Promise<readonly SavedCalibration[]>;
  saveCalibration(calibration: NewSavedCalibration): Promise<void>;
  removeCalibration(calibration: { readonly calibrationId: string; readonly ownerToken: string }): Promise<void>;
  /** Live: `onVideo` for every change, `onError` when the video cannot be had. Returns the way to stop. */
  watchVideo(query: VideoQuery, onVideo: (video: VideoView) => void, onError: (cause: unknown) => void): () => void;
  /** Calls at once and on every change. Returns the way to stop. */
  watchConnection(onChange: (connection: Connection) => void): () => void;
}
