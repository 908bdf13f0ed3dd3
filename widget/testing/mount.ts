import "../define.js";
import { vi } from "vitest";
import type { BadmintonAnalyzer } from "../badminton-analyzer/badminton-analyzer.js";
import type { VideoView } from "../../convex/contract/video.js";
import type { State } from "../store/state.js";
import { FakeService } from "./fake-service.js";

/** Where fake elements are pointed; nothing is ever asked there. */
export const FAKE_URL = "https://deployment.test";

/** The first of a page's elements may have to wait for a hundred modules to be served one by one. */
const LOADING_MS = 5_000;

/** An analyzer in the page, with a deployment in memory. */
export interface Mounted {
  readonly element: BadmintonAnalyzer;
  readonly service: FakeService;
  /** Connections that are held at the moment. */
  readonly leases: () => number;
  /** The inner element of this name, once it is there. */
  inner<Name extends keyof HTMLElementTagNameMap>(name: Name): Promise<HTMLElementTagNameMap[Name]>;
}

/** Places an analyzer, after an optional look at the service and the element. */
export function mount(prepare: (mounted: Pick<Mounted, "element" | "service">) => void = () => undefined): Mounted {
  const service = new FakeService();
  const element = document.createElement("badminton-analyzer");
  let held = 0;
  element.deploymentUrl = FAKE_URL;
  element.siteKey = "club";
  element.openService = () => {
    held += 1;
    return { client: service, release: () => (held -= 1) };
  };
  prepare({ element, service });
  document.body.append(element);
  const inner = <Name extends keyof HTMLElementTagNameMap>(name: Name) =>
    vi.waitFor(async () => {
      const found = element.shadowRoot?.querySelector(name);
      if (!found) {
        throw new Error(`There is no ${name} yet: ${element.shadowRoot?.textContent ?? ""}`);
      }
      await (found as unknown as { updateComplete: Promise<unknown> }).updateComplete;
      return found;
    }, LOADING_MS);
  return { element, service, leases: () => held, inner };
}

/** Places one of the inner elements by itself, and has it show a state. */
export async function place<Name extends "ba-actions" | "ba-error-panel" | "ba-progress">(
  name: Name,
  state: State,
): Promise<HTMLElementTagNameMap[Name]> {
  const element = document.createElement(name);
  element.state = state;
  document.body.append(element);
  await element.updateComplete;
  return element;
}

/** Lets the element find the video as one that this device had sent before a reload. */
export function remember(video: VideoView, phase: "uploading" | "analysing" = "analysing"): void {
  const entry = { videoId: video.videoId, phase, filename: video.filename };
  localStorage.setItem(`ba:1:${FAKE_URL}:club:video:0`, JSON.stringify(entry));
}

/** What is in the element's own shadow tree under the name of a part. */
export function part(element: Element, name: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`);
  if (!found) {
    throw new Error(`There is no part ${name}.`);
  }
  return found;
}
