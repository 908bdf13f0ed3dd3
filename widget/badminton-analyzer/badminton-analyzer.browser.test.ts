import type { LitElement } from "lit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { videoError } from "../../convex/contract/errors.js";
import { expectAccessible } from "../testing/axe.js";
import { FakeXhr } from "../testing/fake-xhr.js";
import { FAKE_URL, mount, part, remember } from "../testing/mount.js";
import { results, videoFile, videoView } from "../testing/videos.js";
import type { BadmintonAnalyzer } from "./badminton-analyzer.js";

beforeEach(() => {
  document.documentElement.lang = "en";
  document.title = "A club's page";
  FakeXhr.server = (request) => request.answer(200, '{"storageId":"stored"}');
  vi.stubGlobal("XMLHttpRequest", FakeXhr);
});
afterEach(() => {
  document.body.replaceChildren();
  localStorage.clear();
  vi.unstubAllGlobals();
});

const processing = videoView({ status: "processing", stage: "detect", progress: 0.4, etaSeconds: 90, attempt: 1 });

describe.each(["light", "dark"])("accessibility, %s", (scheme) => {
  it.each([
    ["empty", undefined],
    ["analysing", processing],
    ["failed", videoView({ status: "failed", error: videoError("worker_lost") })],
    ["cancelled", videoView({ status: "cancelled" })],
  ])("%s", async (_, video) => {
    const { element } = mount(({ service }) => {
      if (video) {
        service.set(video);
        remember(video);
      }
    });
    element.style.colorScheme = scheme;
    await vi.waitFor(() =>
      expect(element.shadowRoot?.querySelector("ba-uploader, ba-progress, ba-error-panel")).not.toBeNull(),
    );
    await settled(element);
    await expectAccessible(element);
  });

  it("a connection that is lost, and a notice", async () => {
    const { element, service, inner } = mount(({ service: fake }) => {
      fake.set(processing);
      fake.connection = "lost";
      fake.refuse("cancelVideo", new Error("no"));
      remember(processing);
    });
    element.style.colorScheme = scheme;
    part(await inner("ba-progress"), "cancel-button").click();
    await vi.waitFor(() => part(element, "notice"));
    expect(part(element, "connection").textContent).toContain("Reconnecting");
    await settled(element);
    await expectAccessible(element);
    service.setConnection("connected");
    await settled(element);
    expect(element.shadowRoot?.querySelector('[part="connection"]')).toBeNull();
  });
});

describe("a video's way", () => {
  it("goes from the file input to the player, told by events", async () => {
    const { service, inner } = mount();
    const told: string[] = [];
    for (const name of ["ba-upload-start", "ba-analysis-start", "ba-analysis-complete"]) {
      document.body.addEventListener(name, ({ type }) => told.push(type), { once: true });
    }
    pick(await inner("ba-uploader"), videoFile(3000));
    await inner("ba-progress");
    await vi.waitFor(() => expect(service.processed).toEqual(["video-1"]));
    service.change("video-1", { status: "completed", results, progress: 1 });
    await inner("ba-player");
    await inner("ba-summary");
    expect(told).toEqual(["ba-upload-start", "ba-analysis-start", "ba-analysis-complete"]);
  });

  it("begins with a drop, too", async () => {
    const { service, inner } = mount();
    const zone = part(await inner("ba-uploader"), "dropzone");
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(videoFile(3000));
    zone.dispatchEvent(new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true }));
    zone.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(service.processed).toEqual(["video-1"]));
  });

  it("ends in words, and leads to another try", async () => {
    const { service, inner } = mount(({ service: fake }) => {
      fake.set(processing);
      remember(processing);
    });
    await inner("ba-progress");
    service.change("video-1", { status: "failed", error: videoError("worker_unavailable") });
    const panel = await inner("ba-error-panel");
    expect(panel.shadowRoot?.textContent).toContain("cannot be reached right now");
    part(panel, "retry-button").click();
    await inner("ba-progress");
    expect(service.processed).toEqual(["video-1"]);
  });

  it("can be deleted, after a question", async () => {
    const done = videoView({ status: "completed", results });
    const { service, inner } = mount(({ service: fake }) => {
      fake.set(done);
      remember(done);
    });
    const actions = await inner("ba-actions");
    await vi.waitFor(() => part(actions, "delete-button"));
    part(actions, "delete-button").click();
    await actions.updateComplete;
    expect(actions.shadowRoot?.activeElement).toBe(part(actions, "keep-button"));
    expect(service.videos.size).toBe(1);
    part(actions, "confirm-button").click();
    await inner("ba-uploader");
    expect(service.videos.size).toBe(0);
  });

  it("keeps the keyboard's place when a view goes", async () => {
    FakeXhr.server = () => undefined;
    const { element, inner } = mount();
    pick(await inner("ba-uploader"), videoFile(3000));
    const cancel = part(await inner("ba-progress"), "cancel-button");
    cancel.focus();
    cancel.click();
    await inner("ba-uploader");
    expect(element.shadowRoot?.activeElement).toBe(part(element, "view"));
  });

  it("shows a file's name as text, whatever it holds", async () => {
    const video = { ...processing, filename: '<img src=x onerror="window.broken = true">.mp4' };
    const { inner } = mount(({ service }) => {
      service.set(video);
      remember(video);
    });
    const progress = await inner("ba-progress");
    expect(part(progress, "filename").textContent).toBe(video.filename);
    expect(progress.shadowRoot?.querySelector("img")).toBeNull();
  });
});

describe("settings", () => {
  it.each([
    ["no deployment", { deploymentUrl: "", siteKey: "club" }],
    ["an address that is none", { deploymentUrl: "club", siteKey: "club" }],
    ["no site key", { deploymentUrl: FAKE_URL, siteKey: "" }],
  ])("with %s say that the page is not set up", async (_, settings) => {
    const { inner, leases } = mount(({ element }) => Object.assign(element, settings));
    expect((await inner("ba-error-panel")).shadowRoot?.textContent).toContain("not set up");
    expect(leases()).toBe(0);
  });

  it("show the video that the page names, and the next one when the page changes its mind", async () => {
    const { element, inner } = mount(({ element: host, service }) => {
      service.set(processing);
      service.set(videoView({ videoId: "video-2", access: "viewer", status: "cancelled", filename: "other.mp4" }));
      host.setAttribute("video-id", "video-1");
    });
    await inner("ba-progress");
    element.setAttribute("video-id", "video-2");
    expect((await inner("ba-error-panel")).shadowRoot?.textContent).toContain("other.mp4");
  });
});

describe("several on one page", () => {
  it("do not disturb each other", async () => {
    const first = mount();
    const second = mount();
    pick(await first.inner("ba-uploader"), videoFile(3000));
    await first.inner("ba-progress");
    await second.inner("ba-uploader");
    expect(Object.keys(localStorage).filter((key) => key.includes("video:"))).toEqual([
      `ba:1:${FAKE_URL}:club:video:0`,
    ]);
  });

  it("may come from a script that is loaded twice", async () => {
    const again = "../define.js?again";
    await expect(import(/* @vite-ignore */ again)).resolves.toBeDefined();
    expect(document.createElement("badminton-analyzer")).toBeInstanceOf(HTMLElement);
  });
});

describe("an element that comes and goes", () => {
  it("goes on when it is only moved", async () => {
    FakeXhr.server = () => undefined;
    const { element, service, inner, leases } = mount();
    pick(await inner("ba-uploader"), videoFile(3000));
    await vi.waitFor(() => expect(service.videos.size).toBe(1));
    const aside = document.createElement("aside");
    document.body.append(aside);
    aside.append(element);
    await settled(element);
    expect(element.shadowRoot?.querySelector("ba-progress")).not.toBeNull();
    expect(leases()).toBe(1);
    expect(service.videos.size).toBe(1);
  });

  it("leaves nothing behind, 200 times", async () => {
    const signals: AbortSignal[] = [];
    const listen = vi.spyOn(window, "addEventListener").mockImplementation((_type, _listener, options) => {
      if (typeof options === "object" && options.signal) {
        signals.push(options.signal);
      }
    });
    const { element, service, leases } = mount(({ service: fake }) => {
      fake.set(processing);
      remember(processing);
    });
    for (let time = 0; time < 200; time += 1) {
      await element.updateComplete;
      element.remove();
      await Promise.resolve();
      document.body.append(element);
    }
    element.remove();
    await Promise.resolve();
    listen.mockRestore();
    expect(leases()).toBe(0);
    expect(service.watchers).toBe(0);
    expect(signals.length).toBeGreaterThanOrEqual(200);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });
});

it.each([288, 736, 1400])("fits into %d pixels", async (width) => {
  const { element, inner } = mount(({ service }) => {
    const video = { ...processing, filename: `${"a-very-long-name-".repeat(12)}.mp4` };
    service.set(video);
    remember(video);
  });
  element.style.inlineSize = `${width}px`;
  const progress = await inner("ba-progress");
  await settled(element);
  expect(progress.scrollWidth).toBeLessThanOrEqual(width);
  expect(element.scrollWidth).toBeLessThanOrEqual(width);
});

/** Waits until the element and what is in it have rendered, and nothing fades in any more. */
async function settled(element: BadmintonAnalyzer): Promise<void> {
  await element.updateComplete;
  for (const inner of element.shadowRoot?.querySelectorAll<LitElement>("ba-uploader, ba-progress, ba-error-panel") ??
    []) {
    await inner.updateComplete;
  }
  for (const animation of element.shadowRoot?.getAnimations() ?? []) {
    animation.finish();
  }
}

/** Chooses a file as the browser's picker does. */
function pick(uploader: Element, file: File): void {
  const input = uploader.shadowRoot?.querySelector("input");
  const chosen = new DataTransfer();
  chosen.items.add(file);
  if (input) {
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
  }
}
