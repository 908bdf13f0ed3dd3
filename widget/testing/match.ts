import type { CourtDetection } from "../../convex/contract/court.js";
import type { VideoView } from "../../convex/contract/video.js";
import { segmentIndexAt } from "../client/segments-lookup.js";
import type { SegmentData } from "../client/segments.js";
import type { PlaybackCommand } from "../controllers/playback-commands.js";
import { Playhead } from "../controllers/playhead.js";
import { metrics } from "./metrics.js";
import { results, videoView } from "./videos.js";

/** A camera high behind the court, standing still, for pictures of 1280 by 720 pixels. */
export const courtDetection: CourtDetection = {
  views: [
    {
      status: "found",
      confidence: 0.97,
      camera: {
        homography: [
          0.10507997805007736, 0.04178561298266834, 0.8658907579186272, 0, -0.014581437863743642, 0.4870635513292278, 0,
          6.529002028541929e-5, 0.0013529543092478552,
        ],
        distortion: 0,
      },
      errorPx: 0.4,
      errorCm: 0.8,
      moving: false,
      still: 1,
    },
  ],
  shots: [{ first: 0, end: 300, view: 0 }],
};

/** A finished video of its owner, with figures for each player. */
export function measuredVideo(changes: Partial<VideoView> = {}): VideoView {
  const players = results.players.map((player) => ({
    ...player,
    identity: 0.97,
    shirt: "#c23b2e",
    metrics: metrics(),
  }));
  return videoView({ status: "completed", results: { ...results, players, courtDetection }, ...changes });
}

/** A playhead as a player drives it, and the moments that were asked for. */
export interface DrivenPlayhead {
  readonly playhead: Playhead;
  readonly asked: { readonly seconds: number; readonly reveal: boolean }[];
  /** Everything that was asked for. */
  readonly commands: PlaybackCommand[];
}

/** A playhead over one segment; whatever is asked for is shown at once. */
export function drivenPlayhead(segment: SegmentData): DrivenPlayhead {
  const playhead = new Playhead();
  const asked: { seconds: number; reveal: boolean }[] = [];
  const commands: PlaybackCommand[] = [];
  playhead.attach({
    source: { indexAt: (seconds) => segmentIndexAt([0], seconds), get: (index) => (index === 0 ? segment : undefined) },
    perform: (command, reveal) => {
      commands.push(command);
      if (command.type !== "seek") return;
      asked.push({ seconds: command.seconds, reveal });
      playhead.show(command.seconds);
    },
    load: () => undefined,
    heed: () => undefined,
  });
  return { playhead, asked, commands };
}

/** Resolves once the elements below `root`, shadow trees included, have rendered. */
export async function settled(root: Element): Promise<void> {
  await (root as { updateComplete?: Promise<unknown> }).updateComplete;
  for (const inner of root.shadowRoot?.querySelectorAll("*") ?? []) await settled(inner);
  for (const inner of root.children) await settled(inner);
}
