import type { Calibration, PlayerName, Swap } from "../../convex/contract/edits.js";
import type { VideoView } from "../../convex/contract/video.js";
import type { Memory } from "../client/memory.js";
import type { Correction } from "../events/correction-request.js";
import type { AnalysisService, OwnedVideo } from "../client/service.js";
import { problemFrom } from "./problem.js";
import type { Change } from "./state.js";

/** What an editor works with. */
export interface EditorPorts {
  readonly service: AnalysisService;
  readonly memory: Memory;
  readonly siteKey: string;
  /** Asks the deployment for something; a refusal becomes a notice. Says whether it was done. */
  readonly act: (ask: (video: OwnedVideo) => Promise<void>) => Promise<boolean>;
  readonly apply: (change: Change) => void;
  /** The video as the deployment last told it. */
  readonly latest: () => VideoView | undefined;
}

/** What an owner adds to the machine's answer. */
export class Editor {
  readonly #ports: EditorPorts;

  constructor(ports: EditorPorts) {
    this.#ports = ports;
  }

  /** Gives the players these names, shown at once, and taken back when the deployment refuses them. */
  async setNames(names: readonly PlayerName[]): Promise<void> {
    const { apply, latest, memory, service } = this.#ports;
    const video = latest();
    if (!video) {
      return;
    }
    apply({ type: "names", names });
    try {
      await service.setNames({ videoId: video.videoId, ownerToken: memory.ownerToken(), names });
    } catch (cause) {
      apply({ type: "video", video: latest() ?? video });
      apply({ type: "notice", problem: problemFrom(cause) });
    }
  }

  /** Marks the court of a view; with `keepAs`, the site keeps the marks under that name. */
  async calibrate(calibration: Calibration, keepAs?: string): Promise<void> {
    const { act, service } = this.#ports;
    const done = await act((video) => service.calibrate({ ...video, calibration }));
    if (done && keepAs !== undefined) {
      const { size, points } = calibration;
      await this.#changeCalibrations(() => service.saveCalibration({ ...this.#site, name: keepAs, size, points }));
    }
  }

  /** Goes back to the automatic court of a view. */
  async clearCalibration(view: number): Promise<void> {
    const { act, service } = this.#ports;
    await act((video) => service.clearCalibration({ ...video, view }));
  }

  /** Says that two players are each other from a moment on, or takes that back. */
  async swap(swap: Swap, undo: boolean): Promise<void> {
    const { act, service } = this.#ports;
    await act((video) => (undo ? service.undoSwap({ ...video, swap }) : service.swapPlayers({ ...video, swap })));
  }

  /** Corrects a hit or a rally, or takes that back. */
  async correct(correction: Correction, undo: boolean): Promise<void> {
    await this.#ports.act((video) => this.#correction(video, correction, undo));
  }

  /** Asks for the calibrations that the site keeps. */
  async listCalibrations(): Promise<void> {
    await this.#changeCalibrations(() => Promise.resolve());
  }

  async forgetCalibration(calibrationId: string): Promise<void> {
    const { memory, service } = this.#ports;
    await this.#changeCalibrations(() => service.removeCalibration({ calibrationId, ownerToken: memory.ownerToken() }));
  }

  #correction(video: OwnedVideo, correction: Correction, undo: boolean): Promise<void> {
    const { service } = this.#ports;
    if (correction.of === "hit") {
      const { edit, instead } = correction;
      return undo
        ? service.undoHit({ ...video, edit })
        : service.correctHit({ ...video, edit, ...(instead && { instead }) });
    }
    const { edit, instead } = correction;
    return undo
      ? service.undoRally({ ...video, edit })
      : service.correctRally({ ...video, edit, ...(instead && { instead }) });
  }

  /** Does something to the kept calibrations, and shows what is kept then. Without a site there are none. */
  async #changeCalibrations(change: () => Promise<void>): Promise<void> {
    const { apply, service, siteKey } = this.#ports;
    if (siteKey === "") {
      return;
    }
    try {
      await change();
      apply({ type: "calibrations", calibrations: await service.listCalibrations(this.#site) });
    } catch (cause) {
      apply({ type: "notice", problem: problemFrom(cause) });
    }
  }

  get #site() {
    return { siteKey: this.#ports.siteKey, ownerToken: this.#ports.memory.ownerToken() };
  }
}
