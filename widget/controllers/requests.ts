import type { Session } from "../store/session.js";

type Requests = Pick<
  GlobalEventHandlersEventMap,
  | "ba-file-request"
  | "ba-cancel-request"
  | "ba-retry-request"
  | "ba-again-request"
  | "ba-delete-request"
  | "ba-new-request"
  | "ba-names-request"
  | "ba-swap-request"
  | "ba-correction-request"
  | "ba-calibrate"
  | "ba-calibration-clear"
  | "ba-calibration-forget"
  | "ba-calibrate-request"
>;

const acts: { readonly [Name in keyof Requests]: (session: Session, event: Requests[Name]) => unknown } = {
  "ba-file-request": (session, { detail }) => session.choose(detail.file),
  "ba-cancel-request": (session) => session.cancel(),
  "ba-retry-request": (session) => session.retry(),
  "ba-again-request": (session) => session.analyseAgain(),
  "ba-delete-request": (session) => session.remove(),
  "ba-new-request": (session) => session.startOver(),
  "ba-names-request": ({ editor }, { detail }) => editor.setNames(detail.names),
  "ba-swap-request": ({ editor }, { detail }) => editor.swap(detail.swap, detail.undo),
  "ba-correction-request": ({ editor }, { detail }) => editor.correct(detail.correction, detail.undo),
  "ba-calibrate": ({ editor }, { detail }) => editor.calibrate(detail.calibration, detail.keepAs),
  "ba-calibration-clear": ({ editor }, { detail }) => editor.clearCalibration(detail.view),
  "ba-calibration-forget": ({ editor }, { detail }) => editor.forgetCalibration(detail.calibrationId),
  "ba-calibrate-request": ({ editor }) => editor.listCalibrations(),
};

/** What those who only watch may ask for. */
const WATCHING: readonly string[] = ["ba-retry-request"];

/**
 * Has the session act on whatever the elements below `root` ask for.
 *
 * @param readOnly - Says whether to leave alone whatever would change something.
 */
export function actOnRequests(
  root: Node,
  session: () => Session | undefined,
  readOnly: () => boolean,
  signal: AbortSignal,
): void {
  for (const [name, act] of Object.entries(acts) as [string, (session: Session, event: Event) => unknown][]) {
    const listen = (event: Event) => {
      const current = readOnly() && !WATCHING.includes(name) ? undefined : session();
      if (current) void act(current, event);
    };
    root.addEventListener(name, listen, { signal });
  }
}
