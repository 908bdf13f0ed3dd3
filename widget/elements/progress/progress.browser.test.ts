import { afterEach, describe, expect, it } from "vitest";
import { Stage } from "../../../convex/contract/video.js";
import { initialState, type AnalysingView, type UploadingView } from "../../store/state.js";
import { expectAccessible } from "../../testing/axe.js";
import { part, place } from "../../testing/mount.js";

afterEach(() => document.body.replaceChildren());

const sending: UploadingView = {
  name: "uploading",
  filename: "final.mp4",
  size: 700_000_000,
  sent: 175_000_000,
  bytesPerSecond: 4_000_000,
  secondsLeft: 131,
  retrying: false,
  elsewhere: false,
};
const analysing: AnalysingView = {
  name: "analysing",
  filename: "final.mp4",
  stage: "track",
  progress: 0.62,
  etaSeconds: 31,
  attempt: 1,
  owner: true,
};

it("is accessible in every form", async () => {
  for (const view of [sending, { ...sending, retrying: true }, { ...sending, elsewhere: true }, analysing]) {
    const element = await place("ba-progress", { ...initialState, view });
    await expectAccessible(element);
    element.remove();
  }
});

describe("an upload", () => {
  it("shows amount, speed and time left", async () => {
    const element = await place("ba-progress", { ...initialState, view: sending });
    expect(part(element, "percent").textContent).toBe("25%");
    expect(part(element, "bar")).toHaveProperty("value", 0.25);
    expect(part(element, "facts").innerText).toBe("175 MB of 700 MB\n4 MB a second\nabout 2 minutes left");
  });

  it("says that a piece is sent again instead of a speed that is none", async () => {
    const element = await place("ba-progress", { ...initialState, view: { ...sending, retrying: true } });
    expect(part(element, "facts").innerText).toBe("175 MB of 700 MB");
    expect(element.shadowRoot?.textContent).toContain("Sending the last piece again");
  });

  it("of another tab cannot be cancelled here", async () => {
    const element = await place("ba-progress", { ...initialState, view: { ...sending, elsewhere: true } });
    expect(element.shadowRoot?.querySelector("button")).toBeNull();
  });
});

describe("an analysis", () => {
  it("marks every stage as done, under way or to come", async () => {
    const element = await place("ba-progress", { ...initialState, view: analysing });
    const items = [...(element.shadowRoot?.querySelectorAll("li[part~=stage]") ?? [])];
    expect(items).toHaveLength(Stage.options.length);
    const now = Stage.options.indexOf("track");
    expect(items.map((item) => item.textContent.includes("(done)"))).toEqual(items.map((_, index) => index < now));
    expect(items.map((item) => item.getAttribute("aria-current"))).toEqual(
      items.map((_, index) => (index === now ? "step" : null)),
    );
  });

  it("asks once for its end", async () => {
    const element = await place("ba-progress", { ...initialState, view: analysing });
    let asked = 0;
    element.addEventListener("ba-cancel-request", () => (asked += 1));
    part(element, "cancel-button").click();
    element.state = { ...initialState, busy: true, view: analysing };
    await element.updateComplete;
    part(element, "cancel-button").click();
    expect(asked).toBe(1);
  });

  it("is only shown to a viewer", async () => {
    const element = await place("ba-progress", { ...initialState, view: { ...analysing, owner: false } });
    expect(element.shadowRoot?.querySelector("button")).toBeNull();
  });

  it("says so when an earlier attempt broke off", async () => {
    const element = await place("ba-progress", { ...initialState, view: { ...analysing, attempt: 2 } });
    expect(element.shadowRoot?.textContent).toContain("Attempt 2");
  });
});
