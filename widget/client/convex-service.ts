import type { ConnectionState, ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
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
const listCalibrations = makeFunctionReference<"query">("calibrations:list");

/** The deployment behind a Convex connection. Whatever it answers is parsed before anything relies on it. */
export function convexService(client: ConvexClient): AnalysisService {
  const edit = (name: string) => async (change: object) => {
    await client.mutation(makeFunctionReference<"mutation">(name), { ...change });
  };
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
    setNames: edit("videos:setNames"),
    calibrate: edit("videos:calibrate"),
    clearCalibration: edit("videos:clearCalibration"),
    swapPlayers: edit("videos:swapPlayers"),
    undoSwap: edit("videos:undoSwap"),
    listCalibrations: async (site) => SavedCalibrations.parse(await client.query(listCalibrations, { ...site })),
    saveCalibration: edit("calibrations:save"),
    removeCalibration: edit("calibrations:remove"),
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
