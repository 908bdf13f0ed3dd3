import type { ConnectionState, ConvexClient } from "convex/browser";
import * as z from "zod/mini";
import { HttpUrl } from "../../convex/contract/primitives.js";
import { CreatedVideo, VideoView } from "../../convex/contract/video.js";
import { api } from "../../convex/_generated/api.js";
import type { Id } from "../../convex/_generated/dataModel.js";
import type { Connection } from "../store/state.js";
import { ProblemError } from "../store/problem.js";
import type { AnalysisService } from "./service.js";

/** Failed tries to connect for the first time after which the visitor is told. */
const TRIES_BEFORE_WORD = 2;

/** The deployment behind a Convex connection. Whatever it answers is parsed before anything relies on it. */
export function convexService(client: ConvexClient): AnalysisService {
  return {
    createVideo: async (video) => CreatedVideo.parse(await client.mutation(api.videos.createVideo, { ...video })),
    generateUploadUrl: async ({ videoId, ...rest }) =>
      HttpUrl.parse(await client.mutation(api.videos.generateUploadUrl, { videoId: idOf(videoId), ...rest })),
    addPart: async ({ videoId, storageId, ...rest }) => {
      await client.mutation(api.videos.addPart, {
        videoId: idOf(videoId),
        storageId: storageId as Id<"_storage">,
        ...rest,
      });
    },
    processVideo: async ({ videoId, ownerToken }) => {
      await client.mutation(api.videos.processVideo, { videoId: idOf(videoId), ownerToken });
    },
    cancelVideo: async ({ videoId, ownerToken }) => {
      await client.mutation(api.videos.cancelVideo, { videoId: idOf(videoId), ownerToken });
    },
    deleteVideo: async ({ videoId, ownerToken }) => {
      await client.mutation(api.videos.deleteVideo, { videoId: idOf(videoId), ownerToken });
    },
    watchVideo: (query, onVideo, onError) => {
      const receive = (answer: unknown) => {
        const video = z.nullable(VideoView).safeParse(answer);
        if (!video.success) {
          onError(video.error);
        } else if (video.data) {
          onVideo(video.data);
        } else {
          onError(new ProblemError("not_found"));
        }
      };
      return client.onUpdate(api.videos.getVideo, { ...query, videoId: idOf(query.videoId) }, receive, onError);
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

/** Ids are opaque here: the deployment checks them. */
function idOf(videoId: string): Id<"videos"> {
  return videoId as Id<"videos">;
}
