import { api } from "../_generated/api.js";
import type { Calibration, Edits, Swap } from "../contract/edits.js";
import type { InterpretRequest } from "../contract/workerApi.js";
import { NO_EDITS } from "../model/edits.js";
import { startDeployment, type TestDeployment, type TestVideo } from "./deployment.testing.js";

export const swapAt = (at: number): Swap => ({ at, one: 1, other: 2 });
export const edits = (...swaps: Swap[]): Edits => ({ ...NO_EDITS, swaps });

/** The whole court, as a camera behind and above it sees it. */
export const CALIBRATION: Calibration = {
  view: 0,
  size: [1280, 720],
  points: [
    { floor: [-3.03, -6.68], picture: [0.12, 0.95] },
    { floor: [3.03, -6.68], picture: [0.9, 0.94] },
    { floor: [3.03, 6.68], picture: [0.7, 0.32] },
    { floor: [-3.03, 6.68], picture: [0.31, 0.33] },
  ],
};

export type Editor = ReturnType<typeof editor>;

/** A deployment with a completed video, and who edits it. */
export async function startEditing() {
  const deployment = await startDeployment();
  const video = await deployment.complete(deployment.asked);
  return { deployment, video, owner: editor(deployment, video) };
}

/** What the owner of a completed video and its worker do. Each edit lets the request go out. */
export function editor(deployment: TestDeployment, { videoId, ownerToken }: TestVideo) {
  const claim = { videoId, ownerToken };

  const newest = (): InterpretRequest => {
    const request = deployment.interpretations.at(-1)?.request;
    if (request === undefined) throw new Error("the worker was not asked");
    return request;
  };

  const swap = async (at: number): Promise<InterpretRequest> => {
    await deployment.t.mutation(api.videos.swapPlayers, { ...claim, swap: swapAt(at) });
    await deployment.elapse(0);
    return newest();
  };

  const undo = async (at: number) => {
    await deployment.t.mutation(api.videos.undoSwap, { ...claim, swap: swapAt(at) });
    await deployment.elapse(0);
  };

  const calibrate = async (calibration: Calibration) => {
    await deployment.t.mutation(api.videos.calibrate, { ...claim, calibration });
    await deployment.elapse(0);
  };

  const clear = async (view: number) => {
    await deployment.t.mutation(api.videos.clearCalibration, { ...claim, view });
    await deployment.elapse(0);
  };

  const finish = async (request: InterpretRequest) =>
    await deployment.call("/updateResults", await deployment.newResults(request), request.token);

  const fail = async ({ attempt, token }: InterpretRequest, code: string) =>
    await deployment.call("/reportFailure", { videoId, attempt, code, detail: "" }, token);

  const report = async ({ attempt, token }: InterpretRequest) => {
    const status = { sequence: 0, stage: "track", progress: 0.5, etaSeconds: null };
    return await deployment.call("/updateStatus", { videoId, attempt, ...status }, token);
  };

  const view = async () => await deployment.view({ videoId, ownerToken, shareToken: "" });

  return { claim, newest, swap, undo, calibrate, clear, finish, fail, report, view };
}
