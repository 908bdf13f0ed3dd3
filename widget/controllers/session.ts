import type { ReactiveController, ReactiveControllerHost } from "lit";
import { pageConnections, type Lease } from "../client/connections.js";
import { convexService } from "../client/convex-service.js";
import { browserStorage, Memory } from "../client/memory.js";
import { postPart } from "../client/post-part.js";
import { UPLOAD_RETRIES } from "../client/retry.js";
import type { AnalysisService } from "../client/service.js";
import { claimSlot } from "../client/slots.js";
import { browserUploadLock } from "../client/upload-lock.js";
import { problem, type PageProblemCode } from "../store/problem.js";
import { Session } from "../store/session.js";
import { initialState, type State } from "../store/state.js";

/** Where an element's deployment is, and what it is to show. */
export interface SessionSettings {
  readonly deploymentUrl: string;
  readonly siteKey: string;
  readonly videoId: string;
  readonly shareToken: string;
  /** Nothing can be changed, whoever owns the video; there is no sending one. */
  readonly readOnly: boolean;
}

/** Opens the service of a deployment; it is released when no longer used. */
export type OpenService = (deploymentUrl: string) => Lease<AnalysisService>;

export interface SessionHost extends ReactiveControllerHost {
  readonly isConnected: boolean;
  readonly settings: SessionSettings;
  receive(state: State): void;
}

/** The page's shared connection to a deployment. */
export const openConvexService: OpenService = (deploymentUrl) => {
  const { client, release } = pageConnections.acquire(deploymentUrl);
  return { client: convexService(client), release };
};

/**
 * Keeps a session for as long as its host is in a document and its settings stay. Moving the host, which takes it
 * out and puts it back at once, keeps the session.
 */
export class SessionController implements ReactiveController {
  readonly #host: SessionHost;
  readonly #open: () => OpenService;
  #key: string | undefined;
  #close: (() => void) | undefined;
  session: Session | undefined;

  constructor(host: SessionHost, open: () => OpenService) {
    this.#host = host;
    this.#open = open;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    queueMicrotask(() => {
      if (!this.#host.isConnected) {
        this.#end();
      }
    });
  }

  hostUpdate(): void {
    const { settings, isConnected } = this.#host;
    const key = JSON.stringify(settings);
    if (isConnected && key !== this.#key) {
      this.#end();
      this.#key = key;
      this.#begin(settings);
    }
  }

  #begin({ deploymentUrl, siteKey, videoId, shareToken, readOnly }: SessionSettings): void {
    const fixed = videoId !== "";
    if (readOnly && !fixed) {
      this.#refuse("no_video");
      return;
    }
    const lease = this.#lease(deploymentUrl, fixed || siteKey !== "");
    if (!lease) {
      this.#refuse("not_configured");
      return;
    }
    const slot = fixed ? undefined : claimSlot(`${deploymentUrl} ${siteKey}`);
    const session = new Session(
      {
        service: lease.client,
        memory: new Memory(browserStorage(), deploymentUrl, siteKey, slot?.name ?? "none"),
        lock: browserUploadLock,
        postPart,
        retries: UPLOAD_RETRIES,
        random: Math.random,
        now: () => performance.now(),
      },
      { siteKey, readOnly, ...(fixed ? { videoId } : {}), ...(shareToken === "" ? {} : { shareToken }) },
      (state) => this.#host.receive(state),
    );
    this.session = session;
    this.#close = () => {
      session.dispose();
      slot?.release();
      lease.release();
    };
    this.#host.receive(session.state);
    session.start();
  }

  /** The page is not set up as it must be. */
  #refuse(code: PageProblemCode): void {
    this.#host.receive({
      ...initialState,
      fixed: true,
      view: { name: "failed", problem: problem(code), during: "showing", owner: false },
    });
  }

  #lease(deploymentUrl: string, complete: boolean): Lease<AnalysisService> | undefined {
    if (!complete || !URL.canParse(deploymentUrl) || !/^https?:/.test(deploymentUrl)) {
      return undefined;
    }
    try {
      return this.#open()(deploymentUrl);
    } catch {
      return undefined;
    }
  }

  #end(): void {
    this.#close?.();
    this.#close = undefined;
    this.session = undefined;
    this.#key = undefined;
  }
}
