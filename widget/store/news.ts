import { BaAnalysisCancelEvent } from "../events/analysis-cancel.js";
import { BaAnalysisCompleteEvent } from "../events/analysis-complete.js";
import { BaAnalysisProgressEvent } from "../events/analysis-progress.js";
import { BaAnalysisStartEvent } from "../events/analysis-start.js";
import { BaErrorEvent } from "../events/error.js";
import { BaUploadProgressEvent } from "../events/upload-progress.js";
import { BaUploadStartEvent } from "../events/upload-start.js";
import { en } from "../i18n/en.js";
import type { Problem } from "./problem.js";
import type { State, View } from "./state.js";

/** What a host page should hear about a change of state, in order. */
export function newsBetween(before: State, after: State): Event[] {
  const news: Event[] = [];
  const { view, videoId } = after;
  const entered = before.view.name !== view.name || before.videoId !== videoId;
  switch (view.name) {
    case "uploading":
      if (before.view.name !== "uploading" && !view.elsewhere) {
        news.push(new BaUploadStartEvent({ filename: view.filename, size: view.size }));
      }
      if (before.view !== view && !view.elsewhere) {
        const { sent, size, bytesPerSecond, secondsLeft } = view;
        news.push(new BaUploadProgressEvent({ sent, size, bytesPerSecond, secondsLeft }));
      }
      break;
    case "analysing":
      if (entered) {
        news.push(new BaAnalysisStartEvent({ videoId }));
      }
      if (before.view !== view) {
        const { stage, progress, etaSeconds } = view;
        news.push(new BaAnalysisProgressEvent({ videoId, stage, progress, etaSeconds }));
      }
      break;
    case "done":
      if (entered) {
        const { shareToken, results } = view.video;
        news.push(new BaAnalysisCompleteEvent({ videoId: view.video.videoId, shareToken, results }));
      }
      break;
    case "stopped":
      if (entered) {
        news.push(new BaAnalysisCancelEvent({ videoId }));
      }
      break;
    case "loading":
    case "empty":
    case "checking":
    case "failed":
      break;
  }
  for (const cause of freshProblems(before, after)) {
    const { code, retryable } = cause;
    news.push(new BaErrorEvent({ code, message: en.errors[code], retryable, videoId }));
  }
  return news;
}

function freshProblems(before: State, after: State): Problem[] {
  const seen = [problemOf(before.view)?.code, before.notice?.code];
  return [problemOf(after.view), after.notice].filter(
    (cause) => cause !== undefined && !seen.includes(cause.code),
  ) as Problem[];
}

function problemOf(view: View): Problem | undefined {
  return view.name === "empty" || view.name === "failed" ? view.problem : undefined;
}
