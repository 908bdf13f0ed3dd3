import type { State } from "../store/state.js";
import { en } from "./en.js";

/** Steps in which progress is spoken: a tenth, so that a screen reader is not kept busy. */
const SPOKEN_STEP = 0.1;

/** What the one polite live region says for a state; a change of it is spoken. */
export function announcement({ view, connection, notice }: State): string {
  if (notice) {
    return en.errors[notice.code];
  }
  if (connection === "lost" || connection === "unreachable") {
    return en.connection[connection];
  }
  switch (view.name) {
    case "loading":
      return en.loading;
    case "empty":
      return view.problem ? en.errors[view.problem.code] : "";
    case "checking":
      return en.uploader.checking(view.filename);
    case "uploading":
      return view.retrying ? en.upload.retrying : en.upload.announce(spoken(view.sent / view.size));
    case "analysing":
      return en.analysis.announce(en.stages[view.stage], spoken(view.progress));
    case "done":
      return en.finished.announce;
    case "stopped":
      return en.stopped.title;
    case "failed":
      return en.errors[view.problem.code];
  }
}

function spoken(fraction: number): number {
  return Math.floor(fraction / SPOKEN_STEP + 1e-9) * SPOKEN_STEP;
}
