import type { ConnectionState, ConvexClient } from "convex/browser";
import * as z from "zod/mini";
import { SavedCalibration } from "../../convex/contract/edits.js";
import { HttpUrl } from "../../convex/contract/primitives.js";
import { CreatedVideo, VideoView } from "../../convex/contract/video.js";
import { api } from "../../convex/_generated/api.js";
import type { Connection } from "../store/state.js";
import type { AnalysisService } from "./service.js";

/** Failed tries to connect for the first time after which the visitor is told. */
const TRIES_BEFORE_WORD = 2;

const SavedCalibrations = z.array(SavedCalibration);

/** The deployment behind a Convex connection. Whatever it answers is parsed before anything relies on it. */
export function convexService(client: ConvexClient): AnalysisService {
  return {
    createVideo: async (video) => CreatedVideo.parse(await client.mutation(api.videos.createVideo, { ...video })),
    generateUploadUrl: async (part) => HttpUrl.parse(await client.mutation(api.videos.generateUploadUrl, { ...part })),
    addPart: async (part) => {
      await client.mutation(api.videos.addPart, { ...part });
    },
    processVideo: async (video) => {
      await client.mutation(api.videos.processVideo, { ...video });
    },
    cancelVideo: async (video) => {
      await client.mutation(api.videos.cancelVideo, { ...video });
    },
    deleteVideo: async (video) => {
      await client.mutation(api.videos.deleteVideo, { ...video });
    },
    setNames: async (edit) => {
      await client.mutation(api.videos.setNames, { ...edit, names: [...edit.names] });
    },
    calibrate: async (edit) => {
      await client.mutation(api.videos.calibrate, { ...edit });
    },
    clearCalibration: async (edit) => {
      await client.mutation(api.videos.clearCalibration, { ...edit });
    },
    swapPlayers: async (edit) => {
      await client.mutation(api.videos.swapPlayers, { ...edit });
    },
    undoSwap: async (edit) => {
      await client.mutation(api.videos.undoSwap, { ...edit });
    },
    correctHit: async (correction) => {
      await client.mutation(api.videos.correctHit, { ...correction });
    },
    undoHit: async (edit) => {
      await client.mutation(api.videos.undoHit, { ...edit });
    },
    correctRally: async (correction) => {
      await client.mutation(api.videos.correctRally, { ...correction });
    },
    undoRally: async (edit) => {
      await client.mutation(api.videos.undoRally, { ...edit });
    },
    listCalibrations: async (site) => SavedCalibrations.parse(await client.query(api.calibrations.list, { ...site })),
    saveCalibration: async (calibration) => {
      await client.mutation(api.calibrations.save, { ...calibration });
    },
    removeCalibration: async (calibration) => {
      await client.mutation(api.calibrations.remove, { ...calibration });
    },
    watchVideo: (query, onVideo, onError) => {
      const receive = (answer: unknown) => {
        const video = VideoView.safeParse(answer);
        if (video.success) {
          onVideo(video.data);
        } else {
          onError(video.error);
        }
      };
      return client.onUpdate(api.videos.getVideo, { ...query }, receive, onError);
    },
    watchConnection: (onChange) => {
      onChange(connectionOf(client.connectionState()));
      return client.subscribeToConnectionState((state) => onChange(connectionOf(state)));
    },
  };
}

/** What a visitor needs to know of the connection. */
export function connectionOf(
  state: Pick<ConnectionState, "isWebSocketConnected" | "hasEverConnected" | "connectionRetries">,
): Connection {
  if (state.isWebSocketConnected) {
    return "connected";
  }
  if (state.hasEverConnected) {
    return "lost";
  }
  return state.connectionRetries >= TRIES_BEFORE_WORD ? "unreachable" : "connecting";
}
